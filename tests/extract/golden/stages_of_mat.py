"""Writes what the tests read of COVAREP's intermediate results.

    stages_of_mat.py FOLDER

FOLDER/det/NAME.stages.mat, a file of Octave with every stage, becomes FOLDER/det/NAME.stages.safetensors in float32.
Long signals keep the samples from FIRST to LAST. Needs numpy, scipy and safetensors.
"""

import pathlib
import sys

import numpy
import scipy.io
from safetensors.numpy import save_file

FIRST, LAST = 20000, 22000
SIGNALS = ("lpres", "g_iaif", "gd_iaif")
TRACKS = ("srh_f0", "srh_val", "srh_vuv", "F0med", "gci_voiced", "mcep_raw", "hmpdm_raw", "hmpdd_raw", "mdq_raw",
          "peakslope_raw", "rds", "vq_NAQ", "vq_QOQ", "vq_H1H2", "vq_PSP")

for path in sorted(pathlib.Path(sys.argv[1]).glob("det/*.stages.mat")):
    stages = scipy.io.loadmat(path)
    tensors = {name: stages[name].ravel()[FIRST:LAST] for name in SIGNALS}
    tensors |= {name: numpy.squeeze(stages[name]) for name in TRACKS}
    tensors = {name: numpy.ascontiguousarray(value, dtype=numpy.float32) for name, value in tensors.items()}
    save_file(tensors, path.with_suffix(".safetensors"), metadata={"first_sample": str(FIRST)})
