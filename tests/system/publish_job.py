"""`python -m tests.system.publish_job JOB`: say "ready", then run the last stage of a pickled job."""

from __future__ import annotations

import pickle
import resource
import sys
from pathlib import Path

from flows.runtime import holding
from flows.stages import PlainStages
from pipeline.errors import PapersError
from pipeline.job import RoundAccount

job = pickle.loads(Path(sys.argv[1]).read_bytes())
if len(sys.argv) > 2:
    # No file may grow beyond so many bytes, as on a disk that is full.
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
sys.stdout.write("ready\n")
sys.stdout.flush()
try:
    with holding(job):
        PlainStages().publish(job, RoundAccount())
except PapersError as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(error.exit_code)
