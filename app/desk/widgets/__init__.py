"""Controls the screens share, painted from the theme: buttons, fields, chips, toasts."""
