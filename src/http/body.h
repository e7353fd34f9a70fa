#pragma once
#include <atomic>
#include <boost/beast/http/message.hpp>
#include <boost/optional.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace mmim {

/// Bytes that the bodies of all requests of a server may take together. For use from any thread.
class BodyBudget {
 public:
  explicit BodyBudget(int64_t most) : left_(most) {}
  int64_t left() const { return left_; }
  bool take(int64_t bytes);  ///< false, and nothing is taken, where fewer are left
  void give_back(int64_t bytes) { left_ += bytes; }

 private:
  std::atomic<int64_t> left_;
};

/// The bytes of a request behind its head. A body of up to a mebibyte is kept in memory; a longer one goes through as
/// much memory to a temporary file without a name, which bytes() maps. Copies share the bytes, and the last of them
/// gives the budget back.
class HttpBody {
 public:
  HttpBody() = default;
  explicit HttpBody(const std::string& bytes);                   ///< that no budget counts
  explicit HttpBody(const std::shared_ptr<BodyBudget>& budget);  ///< empty, to be appended to
  /// HttpError 503 where the budget is spent; Error where a temporary file cannot be written.
  void append(std::string_view bytes);
  void end();  ///< after the last append()
  std::string_view bytes() const;
  int64_t size() const;

 private:
  struct Content;
  std::shared_ptr<Content> content_;
};

/// How Boost.Beast's parser hands a body over.
struct StoredBody {
  using value_type = HttpBody;
  class reader {
   public:
    template <bool IsRequest, class Fields>
    reader(boost::beast::http::header<IsRequest, Fields>&, HttpBody& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>&, boost::beast::error_code& error) { error = {}; }
    template <class Buffers>
    size_t put(const Buffers& buffers, boost::beast::error_code& error) {
      size_t count = 0;
      for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers);
           ++it) {
        const boost::asio::const_buffer bytes = *it;
        body_.append({static_cast<const char*>(bytes.data()), bytes.size()});
        count += bytes.size();
      }
      error = {};
      return count;
    }
    void finish(boost::beast::error_code& error) {
      body_.end();
      error = {};
    }

   private:
    HttpBody& body_;
  };
};

}  // namespace mmim
