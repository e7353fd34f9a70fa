"""Every #include under src/ goes down the table of cmake/floors.cmake, and LibTorch comes in through one header."""

import re

TORCH_HEADER = "tensor/torch.h"
# Sources, not headers, of these floors may need more of LibTorch than that header brings.
OWN_TORCH = ("tensor", "kernels", "bench")
TORCH = re.compile(r"(torch|ATen|c10|caffe2)/")
# Which line of the table's last column a system header belongs to; nlohmann/json is part of the core floor's interface.
OUTSIDE = {
    "hdf5": "mmim_hdf5",
    "H5": "mmim_hdf5",
    "zip.h": "mmim_zip",
    "zlib.h": "mmim_unpack",
    "lzma.h": "mmim_unpack",
    "unicode/": "mmim_icu",
    "toml++/": "mmim_toml",
    "CLI/": "mmim_cli11",
    "boost/": "mmim_boost",
    "pocketsphinx.h": "mmim_pocketsphinx",
    "sphinxbase/": "mmim_pocketsphinx",
    "flite/": "mmim_flite",
    "openvino/": "mmim_openvino",
}


# What the floor extract was built with: the build tells its sources alone, anywhere else the name would be unknown.
PARTS_OF_EXTRACT = "MMIM_HAS_"


def read_table(root):
    """floor -> (floors it may include, libraries it uses), as written."""
    text = (root / "cmake/floors.cmake").read_text()
    rows = re.findall(r'^\s*"(\w+)\|([\w ]*)\|([\w ]*)"', text, re.M)
    return {name: (below.split(), outside.split()) for name, below, outside in rows}


def reachable(table, floor):
    seen = {floor}
    for below in table[floor][0]:
        seen |= reachable(table, below) if below in table else set()
    return seen


def includes(path):
    """(line number, opening bracket, header) of every #include."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if found:
            yield number, found[1], found[2]


def complaint(table, floor, name, bracket, header):
    if bracket == '"':
        target = header.split("/")[0]
        if "/" not in header or target not in table:
            return f'"{header}" does not begin with the name of a floor'
        if target not in reachable(table, floor):
            return f"{floor} may not include {target} ({header})"
    elif TORCH.match(header):
        if name != TORCH_HEADER and (floor not in OWN_TORCH or name.endswith(".h")):
            return f"LibTorch is included through {TORCH_HEADER} only ({header})"
    else:
        library = next((value for prefix, value in OUTSIDE.items() if header.startswith(prefix)), None)
        if library and library not in table[floor][1]:
            return f"{floor} does not use {library} ({header})"
    return None


def violations(root):
    table = read_table(root)
    if not table:
        return ["cmake/floors.cmake: no table of floors was found"]
    found = []
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in (".h", ".cpp", ".cu"):
            continue
        name = path.relative_to(root / "src").as_posix()
        floor = name.split("/")[0]
        if floor not in table:
            found.append(f"src/{name}: `{floor}` is not in the table of floors")
            continue
        if floor != "extract" and PARTS_OF_EXTRACT in path.read_text():
            found.append(f"src/{name}: only sources of extract know {PARTS_OF_EXTRACT}...")
        for number, bracket, header in includes(path):
            text = complaint(table, floor, name, bracket, header)
            if text:
                found.append(f"src/{name}:{number}: {text}")
    return found


GOOD = {
    "cmake/floors.cmake": 'set(F\n "core||mmim_toml"\n "formats|core|mmim_hdf5"\n "corpus|formats|"\n "extract|corpus|"\n'
    ' "tensor|core|mmim_torch"\n "kernels|tensor|")\n',
    "src/core/a.h": '#include <vector>\n#include <toml++/toml.h>\n',
    "src/formats/b.cpp": '#include "core/a.h"\n#include <hdf5.h>\n',
    "src/corpus/c.cpp": '#include "core/a.h"\n#include "formats/b.h"\n',
    "src/tensor/torch.h": "#include <torch/torch.h>\n",
    "src/extract/f.cpp": "#ifdef MMIM_HAS_FLITE\n#endif\n",
    "src/kernels/k.cpp": '#include "tensor/torch.h"\n#include <ATen/Parallel.h>\n',
}
BAD = [
    ({"src/core/a.h": '#include "formats/b.h"\n'}, "src/core/a.h:1: core may not include formats"),
    ({"src/tensor/d.cpp": '\n  #  include "corpus/c.h"\n'}, "src/tensor/d.cpp:2: tensor may not include corpus"),
    ({"src/tensor/d.h": "#include <ATen/ATen.h>\n"}, "through tensor/torch.h only"),
    ({"src/formats/b.cpp": "#include <c10/util/Half.h>\n"}, "through tensor/torch.h only"),
    ({"src/kernels/k.h": "#include <ATen/Parallel.h>\n"}, "src/kernels/k.h:1: LibTorch is included through"),
    ({"src/corpus/c.cpp": "#include <hdf5.h>\n"}, "corpus does not use mmim_hdf5"),
    ({"src/formats/b.cpp": '#include "b.h"\n'}, "does not begin with the name of a floor"),
    ({"src/corpus/c.cpp": "#ifdef MMIM_HAS_FLITE\n#endif\n"}, "only sources of extract know MMIM_HAS_"),
    ({"src/attic/e.cpp": ""}, "`attic` is not in the table"),
    ({"cmake/floors.cmake": ""}, "no table of floors"),
]
