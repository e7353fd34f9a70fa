#pragma once
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace mmim {

/// Names and texts of a file may hold line breaks and escapes of terminals: control characters become question marks.
inline std::string in_one_line(std::string sentence) {
  for (char& c : sentence)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  return sentence;
}

/// What a person reads when something is wrong: one sentence that names the place. The program exits with exit_code().
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& sentence, int exit_code = 1)
      : std::runtime_error(in_one_line(sentence)), exit_code_(exit_code) {}
  int exit_code() const { return exit_code_; }

 private:
  int exit_code_;
};

/// What the system says of the call that just failed.
inline std::string system_reason() { return std::strerror(errno); }

/// A command line that asks for something that does not exist or does not fit (exit 2).
struct UsageError : Error {
  explicit UsageError(const std::string& sentence) : Error(sentence, 2) {}
};

/// A configuration value that is unknown, of the wrong type or out of range (exit 2).
struct ConfigError : Error {
  explicit ConfigError(const std::string& sentence) : Error(sentence, 2) {}
};

/// A file, row or tensor that is not what it should be (exit 3); the sentence names file and byte, row, key or
/// utterance.
struct DataError : Error {
  explicit DataError(const std::string& sentence) : Error(sentence, 3) {}
};

}  // namespace mmim
