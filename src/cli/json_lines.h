#pragma once
#include <memory>
#include <string>

#include "core/files.h"
#include "core/json.h"

namespace mmim {

/// Reads lines from a file or, for "-", from standard input, as they arrive.
class LineReader {
 public:
  explicit LineReader(const std::string& path);  ///< DataError when it cannot be opened
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  ~LineReader();
  bool next(std::string& line);  ///< false at the end; without line end and carriage return
  bool would_wait() const;       ///< no line is there yet and none can be read without waiting
  const std::string& name() const { return name_; }

 private:
  bool read_more();
  std::string name_, buffer_;
  size_t from_ = 0, searched_ = 0;
  int file_ = 0;
};

/// Writes lines to standard output at once, or to a file that appears whole at finish().
class LineWriter {
 public:
  explicit LineWriter(const std::string& path);  ///< "": standard output
  bool write(const Json& line);                  ///< false when the reader of standard output went away
  void flush();
  void finish();

 private:
  std::unique_ptr<AtomicWriter> file_;
};

}  // namespace mmim
