#include "cli/json_lines.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>

#include "core/error.h"

namespace mmim {

namespace {

std::vector<float> parse_rows(const Json& rows, int64_t width, const std::string& stream, const std::string& where) {
  if (!rows.is_array()) throw DataError(where + ": `" + stream + "` is not a list of rows");
  std::vector<float> values;
  for (const Json& row : rows) {
    const std::string here = where + ": `" + stream + "` row " + std::to_string(&row - &rows[0] + 1);
    if (!row.is_array()) throw DataError(here + " is not a list of numbers");
    if (static_cast<int64_t>(row.size()) != width)
      throw DataError(here + ": the model was trained on " + stream + " " + std::to_string(width) + ", got " +
                      std::to_string(row.size()));
    for (const Json& value : row) {
      if (!value.is_number()) throw DataError(here + " holds " + value.dump() + ", which is no number");
      const auto number = static_cast<float>(value.get<double>());
      if (!std::isfinite(number)) throw DataError(here + " holds " + value.dump() + ", which float32 does not hold");
      values.push_back(number);
    }
  }
  return values;
}

}  // namespace

Request parse_request(const std::string& line, const DataCard& card, const std::string& where) {
  const Json json = parse_json(line, where);
  if (!json.is_object()) throw DataError(where + ": not a JSON object");
  Request request;
  if (json.contains("id")) request.id = json.at("id");
  request.absent.text = !json.contains("text");
  if (!request.absent.text) {
    if (!json.at("text").is_string()) throw DataError(where + ": `text` is not a string");
    request.utterance.text = json.at("text").get<std::string>();
  }
  for (const Modality modality : {Modality::visual, Modality::acoustic}) {
    const std::string stream = name(modality);
    const int64_t width = card.streams[modality].width;
    request.absent[modality] = !json.contains(stream);
    if (!request.absent[modality] && width > 0)
      request.utterance.rows[modality] = parse_rows(json.at(stream), width, stream, where);
  }
  if (request.absent.text && request.absent.visual && request.absent.acoustic)
    throw DataError(where + ": none of `text`, `visual` and `acoustic` is there");
  return request;
}

LineReader::LineReader(const std::string& path) : name_(path == "-" ? "standard input" : path) {
  if (path == "-") return;
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) throw DataError(path + ": " + std::strerror(errno));
}

LineReader::~LineReader() {
  if (file_ > 0) ::close(file_);
}

bool LineReader::read_more() {
  buffer_.erase(0, from_);
  searched_ -= from_;
  from_ = 0;
  const size_t size = buffer_.size();
  buffer_.resize(size + (1 << 16));
  ssize_t count = 0;
  do count = ::read(file_, buffer_.data() + size, 1 << 16);
  while (count < 0 && errno == EINTR);
  buffer_.resize(size + static_cast<size_t>(std::max<ssize_t>(0, count)));
  if (count < 0) throw DataError(name_ + ": " + std::strerror(errno));
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
  if (buffer_.find('\n', searched_) != std::string::npos) return false;
  pollfd ready{file_, POLLIN, 0};
  return ::poll(&ready, 1, 0) == 0;
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
  throw Error("standard output: " + std::string(std::strerror(errno)));
}

void LineWriter::flush() {
  if (!file_ && std::fflush(stdout) != 0 && errno != EPIPE)
    throw Error("standard output: " + std::string(std::strerror(errno)));
}

void LineWriter::finish() {
  flush();
  if (file_) file_->commit();
}

}  // namespace mmim
