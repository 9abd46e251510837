@rem Sets everything up on this machine and prints the benchmark table. With --json the same as JSON.
@call "%~dp0start.cmd" bench %*
