"""The simulator as a process: `python -m kith.simulator FOLDER PORT`."""

import asyncio
import sys
from pathlib import Path

from kith.simulator.serve import serve

if __name__ == "__main__":
    folder, port = sys.argv[1:]
    asyncio.run(serve(Path(folder), int(port)))
