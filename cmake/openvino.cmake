# OpenVINO from an installed wheel, which runs the face model: the target mmim_openvino, and MMIM_OPENVINO_LIBRARY where
# it was found. It is an optional part of the floor extract: without it the target is empty, and the program says at run
# time what is missing. The build includes this file, and so does the installed mmimConfig.cmake.
# MMIM_OPENVINO_ROOT: the folder that holds include/ and libs/, also from the environment; MMIM_OPENVINO_DEFAULT: where it
# is without that. A wheel's own package file asks for all of its libraries; four of them are enough.
if(TARGET mmim_openvino)
  return()
endif()
add_library(mmim_openvino INTERFACE IMPORTED)
set(MMIM_OPENVINO_LIBRARY "")
if(NOT MMIM_EXTRACT)
  return()
endif()
find_path(MMIM_OPENVINO_ROOT NAMES include/openvino/openvino.hpp HINTS ENV MMIM_OPENVINO_ROOT ${MMIM_OPENVINO_DEFAULT}
                                                                 NO_DEFAULT_PATH)
mark_as_advanced(MMIM_OPENVINO_ROOT)
file(GLOB _openvino ${MMIM_OPENVINO_ROOT}/libs/libopenvino.so*)
if(EXISTS ${MMIM_OPENVINO_ROOT}/include/openvino/openvino.hpp AND _openvino)
  list(GET _openvino 0 MMIM_OPENVINO_LIBRARY)
  target_link_libraries(mmim_openvino INTERFACE ${MMIM_OPENVINO_LIBRARY})
endif()
