# One test program per folder of tests/: tests/<floor> (label unit), tests/gradients, tests/parity.
# The floors without LibTorch are tested twice, the second time under AddressSanitizer and UBSan.
include(floors)
find_package(GTest REQUIRED)
include(GoogleTest)

# The tests of these floors name things as others beside them do; each source is compiled alone.
set(MMIM_SINGLE_TESTS core formats kernels metrics)
# LibTorch's threads wait asleep: tests run side by side, and a thread that spins takes the core of another.
set(MMIM_TEST_ENVIRONMENT OMP_WAIT_POLICY=passive)

function(mmim_test_program name folder label)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  if(NOT folder IN_LIST MMIM_SINGLE_TESTS)
    mmim_use_unity(${name})
  endif()
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>) # what takes time in tests are the libraries
  target_compile_definitions(${name} PRIVATE MMIM_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             MMIM_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_link_libraries(${name} PRIVATE ${ARGN} GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${name}."
                       PROPERTIES LABELS ${label} TIMEOUT 900 ENVIRONMENT "${MMIM_TEST_ENVIRONMENT}")
endfunction()

# Tests with LibTorch draw the same numbers in every process.
function(mmim_torch_tests name)
  if(TARGET ${name})
    mmim_use_pch(${name})
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/seeded.cpp)
  endif()
endfunction()

add_custom_target(sanitized) # all that runs under the sanitizers
foreach(row IN LISTS MMIM_FLOORS)
  string(REGEX REPLACE "\\|.*" "" floor "${row}")
  if(NOT TARGET mmim_${floor})
    continue()
  endif()
  mmim_test_program(test_${floor} ${floor} unit mmim_${floor})
  if(floor IN_LIST MMIM_TORCH_FLOORS)
    mmim_torch_tests(test_${floor})
  elseif(MMIM_SANITIZED)
    mmim_test_program(test_${floor}_sanitized ${floor} unit mmim_${floor}_sanitized)
    if(TARGET test_${floor}_sanitized)
      add_dependencies(sanitized test_${floor}_sanitized)
    endif()
  endif()
endforeach()

foreach(name test_extract test_extract_sanitized)
  if(TARGET ${name})
    target_compile_definitions(${name} PRIVATE ${MMIM_EXTRACT_HAS})
  endif()
endforeach()

# Speech with known times of its words, made by voices of flite.
find_library(MMIM_LIB_flite_cmu_us_slt flite_cmu_us_slt)
find_library(MMIM_LIB_flite_cmu_us_rms flite_cmu_us_rms)
mark_as_advanced(MMIM_LIB_flite_cmu_us_slt MMIM_LIB_flite_cmu_us_rms)
if(MMIM_EXTRACT AND MMIM_LIB_flite_cmu_us_slt AND MMIM_LIB_flite_cmu_us_rms)
  foreach(name test_extract test_extract_sanitized)
    if(TARGET ${name})
      target_link_libraries(${name} PRIVATE ${MMIM_LIB_flite_cmu_us_slt} ${MMIM_LIB_flite_cmu_us_rms} mmim_flite)
      target_compile_definitions(${name} PRIVATE MMIM_HAS_VOICES)
    endif()
  endforeach()
endif()

# Damaged files of every format, read under the sanitizers: 1,000 of them here, `./dev fuzz` takes more.
if(MMIM_SANITIZED)
  mmim_test_program(test_fuzz_sanitized fuzz unit mmim_report_sanitized mmim_text_sanitized mmim_extract_sanitized
                    mmim_http_sanitized)
  add_dependencies(sanitized test_fuzz_sanitized)
endif()

foreach(kind gradients parity)
  if(TARGET mmim_train)
    mmim_test_program(test_${kind} ${kind} ${kind} mmim_train mmim_published)
    mmim_torch_tests(test_${kind})
  endif()
endforeach()

set(_venv_python ${PROJECT_SOURCE_DIR}/.cache/venv/bin/python)
if(EXISTS ${_venv_python})
  set(MMIM_PYTHON ${_venv_python})
else()
  find_program(MMIM_PYTHON3 python3 REQUIRED)
  set(MMIM_PYTHON ${MMIM_PYTHON3})
endif()
include(architecture_tests)
include(e2e_tests)
