#include "bench/work.h"

namespace mmim {

double attention_operations(int64_t width, const Layout& texts) {
  double squares = 0;
  for (int64_t i = 0; i < texts.size(); ++i) squares += static_cast<double>(texts.length(i) * texts.length(i));
  return 4 * static_cast<double>(width) * squares;  // 2 + 2 per entry
}

double bert_operations(const BertOptions& bert, const Layout& texts) {
  const auto width = static_cast<double>(bert.width), inner = static_cast<double>(bert.inner),
             layers = static_cast<double>(bert.layers), pieces = static_cast<double>(texts.total()),
             count = static_cast<double>(texts.size());
  const double keys_values = 4 * width * width, others = 4 * width * width + 4 * width * inner;
  const double linear = pieces * ((layers - 1) * (keys_values + others) + keys_values) + count * others;
  const double attention = (layers - 1) * attention_operations(bert.width, texts) + 4 * width * pieces;
  return linear + attention;
}

double lstm_operations(int64_t rows, int64_t in, int64_t hidden) {
  const auto n = static_cast<double>(rows), d = static_cast<double>(in), h = static_cast<double>(hidden);
  return n * 2 * 4 * h * ((d + h) + (d + 2 * h));
}

}  // namespace mmim
