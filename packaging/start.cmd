@echo off
rem Finds a Python that Yingbin runs on and hands over to bootstrap.py. run.cmd, test.cmd and bench.cmd call this.
setlocal
for %%v in (3.14 3.13 3.12 3.11) do (
    py -%%v -c "" >nul 2>nul
    if not errorlevel 1 (
        set "PYTHON=py -%%v"
        goto found
    )
)
python -c "import sys; sys.exit(not 311 <= sys.version_info[0] * 100 + sys.version_info[1] <= 314)" >nul 2>nul
if not errorlevel 1 (
    set "PYTHON=python"
    goto found
)
echo yingbin: no Python 3.11, 3.12, 3.13 or 3.14 here. Type:  winget install --id Python.Python.3.13 1>&2
exit /b 1
:found
%PYTHON% -I "%~dp0bootstrap.py" %*
exit /b %errorlevel%
