#include "cli/json_lines.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "core/error.h"
#include "predict/request.h"

namespace mmim {

LineReader::LineReader(const std::string& path) : name_(path == "-" ? "standard input" : path) {
  if (path == "-") return;
  std::error_code code;
  if (std::filesystem::is_regular_file(path, code)) unpacked_.emplace(path);
  if (unpacked_ && !unpacked_->unpacked()) unpacked_.reset();
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) throw DataError(path + ": " + system_reason());
}

LineReader::~LineReader() {
  if (file_ > 0) ::close(file_);
}

bool LineReader::read_more() {
  buffer_.erase(0, from_);
  searched_ -= from_;
  from_ = 0;
  const size_t size = buffer_.size();
  if (unpacked_) {
    const auto rest = unpacked_->bytes().subspan(taken_);
    buffer_.append(reinterpret_cast<const char*>(rest.data()), std::min<size_t>(rest.size(), 1 << 16));
    taken_ += buffer_.size() - size;
    return buffer_.size() > size;
  }
  buffer_.resize(size + (1 << 16));
  ssize_t count = 0;
  do count = ::read(file_, buffer_.data() + size, 1 << 16);
  while (count < 0 && errno == EINTR);
  buffer_.resize(size + static_cast<size_t>(std::max<ssize_t>(0, count)));
  if (count < 0) throw DataError(name_ + ": " + system_reason());
  return count > 0;
}

bool LineReader::next(std::string& line) {
  size_t end = buffer_.find('\n', searched_);
  while (end == std::string::npos) {
    searched_ = buffer_.size();
    if (!read_more()) break;
    end = buffer_.find('\n', searched_);
  }
  if (end == std::string::npos && from_ == buffer_.size()) return false;
  const size_t stop = end == std::string::npos ? buffer_.size() : end;
  line = buffer_.substr(from_, stop - from_);
  from_ = searched_ = end == std::string::npos ? stop : end + 1;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

bool LineReader::would_wait() const {
  if (unpacked_ || buffer_.find('\n', searched_) != std::string::npos) return false;
  pollfd ready{file_, POLLIN, 0};
  return ::poll(&ready, 1, 0) == 0;
}

namespace {

/// `text` without byte-order mark and blanks at its ends.
std::string_view stripped(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const size_t begin = text.find_first_not_of(" \t\r");
  return begin == text.npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

void refuse_what_is_no_text(std::string_view first_line, const std::string& name) {
  if (first_line.starts_with("\xFF\xFE") || first_line.starts_with("\xFE\xFF"))
    throw DataError(name + ": is UTF-16; requests are UTF-8 (in PowerShell: `Set-Content -Encoding utf8`)");
  if (first_line.starts_with("\x80"))
    throw DataError(name +
                    ": is a pickle, requests are JSON lines; `mmim import` makes a data set of a pickle, which "
                    "`mmim evaluate` scores");
}

}  // namespace

bool RequestReader::next_line() {
  do {
    if (!lines_.next(line_)) return false;
    ++number_;
  } while (stripped(line_).empty());
  return true;
}

void RequestReader::read_whole() {
  std::string text = line_;
  for (std::string more; lines_.next(more);) text += "\n" + more;
  Json json = parse_request_json(text, lines_.name());
  if (json.is_array())
    for (Json& item : json) items_.push_back(std::move(item));
  else
    items_.push_back(std::move(json));
  whole_ = true;
  number_ = 0;
}

bool RequestReader::next() {
  const bool first = number_ == 0 && !whole_;
  if (!whole_ && !next_line()) return false;
  if (first) refuse_what_is_no_text(line_, lines_.name());
  const std::string_view text = stripped(line_);
  if (first && (text.starts_with("[") || text == "{")) read_whole();
  return !whole_ || number_++ < static_cast<int64_t>(items_.size());
}

Json RequestReader::parse() const {
  return whole_ ? items_[static_cast<size_t>(number_ - 1)] : parse_request_json(line_, where());
}

std::string RequestReader::where() const {
  return lines_.name() + (whole_ ? " item " : " line ") + std::to_string(number_);
}

LineWriter::LineWriter(const std::string& path) {
  if (!path.empty()) file_ = std::make_unique<AtomicWriter>(path);
}

bool LineWriter::write(const Json& line) {
  const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  if (file_) {
    file_->write(text);
    return true;
  }
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return true;
  if (errno == EPIPE) return false;
  throw Error("standard output: " + system_reason());
}

void LineWriter::flush() {
  if (!file_ && std::fflush(stdout) != 0 && errno != EPIPE) throw Error("standard output: " + system_reason());
}

void LineWriter::finish() {
  flush();
  if (file_) file_->commit();
}

}  // namespace mmim
