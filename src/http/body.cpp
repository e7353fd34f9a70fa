#include "http/body.h"

#include <optional>
#include <span>

#include "core/files.h"
#include "core/nameless_file.h"
#include "http/problem.h"

namespace mmim {

namespace {

constexpr size_t kMostInMemory = 1 << 20;

}  // namespace

bool BodyBudget::take(int64_t bytes) {
  for (int64_t left = left_; left >= bytes;)
    if (left_.compare_exchange_weak(left, left - bytes)) return true;
  return false;
}

struct HttpBody::Content {
  std::shared_ptr<BodyBudget> budget{};
  std::string memory{};
  int64_t size = 0;
  std::optional<NamelessFile> file{};
  std::optional<MappedFile> map{};
  void move_to_file() {
    if (!file) file.emplace("the body of a request");
    file->write(std::as_bytes(std::span(memory)));
    memory.clear();
  }
  Content() = default;
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;
  ~Content() {
    if (budget) budget->give_back(size);
  }
};

HttpBody::HttpBody(const std::string& bytes) : content_(std::make_shared<Content>()) { append(bytes); }

HttpBody::HttpBody(const std::shared_ptr<BodyBudget>& budget) : content_(std::make_shared<Content>()) {
  content_->budget = budget;
}

void HttpBody::append(std::string_view bytes) {
  Content& content = *content_;
  const auto count = static_cast<int64_t>(bytes.size());
  if (content.budget && !content.budget->take(count))
    throw HttpError(503, "the bodies of other requests fill the memory of this server");
  content.size += count;
  content.memory += bytes;
  if (content.budget && content.memory.size() > kMostInMemory) content.move_to_file();
}

void HttpBody::end() {
  if (!content_ || !content_->file) return;
  content_->move_to_file();
  content_->memory.shrink_to_fit();
  content_->map.emplace(content_->file->path());
}

std::string_view HttpBody::bytes() const {
  if (!content_) return {};
  if (!content_->map) return content_->memory;
  const auto bytes = content_->map->bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

int64_t HttpBody::size() const { return content_ ? content_->size : 0; }

}  // namespace mmim
