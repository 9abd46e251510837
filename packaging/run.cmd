@rem Sets everything up on this machine and runs the demo. Arguments go on to `python -m app demo`.
@call "%~dp0start.cmd" run %*
