# What `cmake --install` leaves: the program, the floors as static libraries with their headers, and mmimConfig.cmake, so
# that another project finds them: find_package(mmim), then target_link_libraries(its_program mmim::predict).
# The place may be moved afterwards. The program finds LibTorch and OpenVINO where they were; another project,
# LibTorch also by MMIM_TORCH_ROOT.
include(floors)
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(_package ${CMAKE_INSTALL_LIBDIR}/cmake/mmim)
set(_config ${PROJECT_BINARY_DIR}/package)

set(_floors "")
foreach(_row IN LISTS MMIM_FLOORS)
  string(REGEX REPLACE "\\|.*" "" _floor "${_row}")
  if(NOT TARGET mmim_${_floor} OR _floor MATCHES "^(bench|cli)$") # parts of the program alone
    continue()
  endif()
  set_target_properties(mmim_${_floor} PROPERTIES EXPORT_NAME ${_floor})
  list(APPEND _floors mmim_${_floor})
endforeach()

install(
  TARGETS ${_floors}
  EXPORT mmim
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/mmim)
set(_rpath ${MMIM_TORCH_ROOT}/lib)
if(MMIM_OPENVINO_LIBRARY)
  list(APPEND _rpath ${MMIM_OPENVINO_ROOT}/libs)
endif()
set_target_properties(mmim PROPERTIES INSTALL_RPATH "${_rpath}" INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS mmim RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

install(
  EXPORT mmim
  NAMESPACE mmim::
  FILE mmimTargets.cmake
  DESTINATION ${_package})
configure_file(${PROJECT_SOURCE_DIR}/cmake/mmimConfig.cmake.in ${_config}/mmimConfig.cmake @ONLY)
write_basic_package_version_file(${_config}/mmimConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${_config}/mmimConfig.cmake ${_config}/mmimConfigVersion.cmake ${PROJECT_SOURCE_DIR}/cmake/torch.cmake
              ${PROJECT_SOURCE_DIR}/cmake/outside.cmake ${PROJECT_SOURCE_DIR}/cmake/openvino.cmake
        DESTINATION ${_package})
