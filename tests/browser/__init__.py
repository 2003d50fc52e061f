"""People with phones and desktops in real Chromium, against a running Kith with the simulator and the virtual clock."""
