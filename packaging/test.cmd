@rem Sets everything up on this machine and runs the tests. Arguments go on to pytest.
@call "%~dp0start.cmd" test %*
