#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/files.h"
#include "core/json.h"
#include "formats/plain_file.h"

namespace mmim {

/// Reads lines from a file, in gzip or xz too, or for "-" from standard input, as they arrive.
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
  std::optional<PlainFile> unpacked_;  ///< a packed file, which is unpacked as a whole
  size_t taken_ = 0;                   ///< bytes of it
  size_t from_ = 0, searched_ = 0;
  int file_ = 0;
};

/// The requests of a file: a JSON object on each line, or the items of one JSON array, or one object over many lines.
/// Lines are read as they arrive; a file that begins with `[`, or with a brace alone on a line, is read whole.
class RequestReader {
 public:
  explicit RequestReader(const std::string& path) : lines_(path) {}
  bool next();         ///< the next one that is not blank; false at the end; DataError for a file of no text
  Json parse() const;  ///< of the present one; DataError when it is no JSON
  int64_t number() const { return number_; }  ///< of its line, or its place in the array, from 1
  std::string where() const;                  ///< "in.jsonl line 3", "in.json item 3"
  bool would_wait() const { return !whole_ && lines_.would_wait(); }

 private:
  bool next_line();
  void read_whole();
  LineReader lines_;
  std::string line_;
  std::vector<Json> items_;
  bool whole_ = false;
  int64_t number_ = 0;
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
