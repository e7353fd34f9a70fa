// Softmax attention of one utterance and head at a time, all of it in the thread's scratch. Keys stand there
// transposed, so that a query's scores are lanes of keys, and values in rows padded to whole vectors. Backward computes
// the probabilities again from the scores and their saved scale: nothing of size (queries, keys) is ever stored.
// Of a head, queries (Q, d), keys and values (K, d); s = q . k / sqrt(d) + bias, p = softmax(s), z the scales of
// dropout:
//   out = sum over keys of p z v
//   slope = z (d_out . v), mean = sum over keys of p slope, d_bias = p (slope - mean), ds = d_bias / sqrt(d)
//   d_query = sum over keys of ds k, d_key = sum over queries of ds q, d_value = sum over queries of p z d_out
// Rows of q, k, v and out hold all heads, one after the other.
#include "kernels/cpu/dropout_mask.h"
#include "kernels/cpu/isa.h"
#include "kernels/cpu/simd.h"

namespace mmim::cpu {
namespace {

MMIM_INLINE int64_t whole(int64_t count) { return (count + kLanes - 1) / kLanes * kLanes; }

/// One utterance and head: where its rows lie, and its part of the scratch.
struct Job {
  int64_t head, keys, queries, first_key, first_query;
  int64_t key_width, feature_width;  // rounded up to whole vectors
  int64_t stride, at;                // of a row, and of this head in it
  float scale;

  MMIM_INLINE Job(const Attention& a, int64_t task) {
    const int64_t utterance = task / a.heads;
    head = task % a.heads;
    first_key = a.key_offsets[utterance];
    keys = a.key_offsets[utterance + 1] - first_key;
    first_query = a.query_offsets[utterance];
    queries = a.query_offsets[utterance + 1] - first_query;
    key_width = whole(keys);
    feature_width = whole(a.head);
    stride = a.heads * a.head;
    at = head * a.head;
    scale = 1 / __builtin_sqrtf(static_cast<float>(a.head));
  }
};

/// (keys, d) of this head as (d, keys), zeros behind.
void turned(const float* from, const Job& j, int64_t width, float* to) {
  for (int64_t d = 0; d < width; ++d)
    for (int64_t k = 0; k < j.key_width; ++k)
      to[d * j.key_width + k] = k < j.keys ? from[(j.first_key + k) * j.stride + j.at + d] : 0;
}

/// Rows of this head, padded to whole vectors.
void padded(const float* from, int64_t first, int64_t count, const Job& j, int64_t width, float* to) {
  for (int64_t k = 0; k < count; ++k)
    for (int64_t d = 0; d < j.feature_width; ++d)
      to[k * j.feature_width + d] = d < width ? from[(first + k) * j.stride + j.at + d] : 0;
}

/// The bias of a query's scores, one for each key; null without one.
MMIM_INLINE const float* bias_of(const Attention& a, const Job& j, int64_t query) {
  return a.bias ? a.bias + j.head * a.bias_width + a.bias_width / 2 - query : nullptr;
}

/// out (keys) = scale * sum over d of row[d] * turned[d], and bias
MMIM_INLINE void against_keys(const float* row, const float* turned_rows, int64_t width, const Job& j, float scale,
                              const float* bias, float* out) {
  const auto put = [&](int64_t k, Floats sum) { store(out + k, bias ? sum * scale + load(bias + k) : sum * scale); };
  int64_t k = 0;
  for (; k + 2 * kLanes <= j.key_width; k += 2 * kLanes) {
    Floats left = {}, right = {};
    for (int64_t d = 0; d < width; ++d) {
      const Floats x = all(row[d]);
      left += x * load(turned_rows + d * j.key_width + k);
      right += x * load(turned_rows + d * j.key_width + k + kLanes);
    }
    put(k, left);
    put(k + kLanes, right);
  }
  for (; k < j.key_width; k += kLanes) {
    Floats one = {};
    for (int64_t d = 0; d < width; ++d) one += all(row[d]) * load(turned_rows + d * j.key_width + k);
    put(k, one);
  }
}

/// out (features) = sum over keys of weight[k] * rows[k]
MMIM_INLINE void weighted_sum(const float* weight, const float* rows, const Job& j, float* out) {
  int64_t d = 0;
  for (; d + 4 * kLanes <= j.feature_width; d += 4 * kLanes) {
    Floats sums[4] = {};
    for (int64_t k = 0; k < j.keys; ++k)
      for (int64_t part = 0; part < 4; ++part)
        sums[part] += weight[k] * load(rows + k * j.feature_width + d + part * kLanes);
    for (int64_t part = 0; part < 4; ++part) store(out + d + part * kLanes, sums[part]);
  }
  for (; d < j.feature_width; d += kLanes) {
    Floats one = {};
    for (int64_t k = 0; k < j.keys; ++k) one += weight[k] * load(rows + k * j.feature_width + d);
    store(out + d, one);
  }
}

/// Scores to probabilities; `scale` gets the largest score and one over the sum of exponentials below it.
MMIM_INLINE void softmax(float* scores, const Job& j, float* scale) {
  Floats most = all(scores[0]);
  for (int64_t k = 0; k < j.key_width; k += kLanes)
    most = larger(most, first_lanes(j.keys - k) ? load(scores + k) : most);
  const float top = largest(most);
  Floats total = {};
  for (int64_t k = 0; k < j.key_width; k += kLanes) {
    const Floats e = first_lanes(j.keys - k) ? exp(load(scores + k) - top) : Floats{};
    store(scores + k, e);
    total += e;
  }
  scale[0] = top;
  scale[1] = 1 / sum(total);
  for (int64_t k = 0; k < j.key_width; k += kLanes) store(scores + k, load(scores + k) * scale[1]);
}

/// Dropout of a query's numbers, one for each key.
MMIM_INLINE void drop(const Attention& a, const Job& j, int64_t query, const float* from, float* to) {
  const RowMask mask(a.mask, j.first_query + query);
  for (int64_t k = 0; k < j.key_width; k += kLanes)
    store(to + k, a.mask.rows ? mask.apply(load(from + k), j.head * a.column_stride + k) : load(from + k));
}

struct Scratch {
  float* next;
  float* take(int64_t count) {
    float* const here = next;
    next += whole(count);
    return here;
  }
};

void attention(const Attention& a, float* memory, int64_t begin, int64_t end) {
  for (int64_t task = begin; task < end; ++task) {
    const Job j(a, task);
    if (j.keys == 0) continue;
    Scratch scratch{memory};
    float* const keys = scratch.take(a.head * j.key_width);
    float* const values = scratch.take(j.keys * j.feature_width);
    float* const weights = scratch.take(j.key_width);
    float* const out = scratch.take(j.feature_width);
    turned(a.key, j, a.head, keys);
    padded(a.value, j.first_key, j.keys, j, a.head, values);
    for (int64_t i = 0; i < j.queries; ++i) {
      const int64_t row = j.first_query + i;
      against_keys(a.query + row * j.stride + j.at, keys, a.head, j, j.scale, bias_of(a, j, i), weights);
      softmax(weights, j, a.scales + (row * a.heads + j.head) * 2);
      drop(a, j, i, weights, weights);
      weighted_sum(weights, values, j, out);
      for (int64_t d = 0; d < a.head; ++d) a.out[row * j.stride + j.at + d] = out[d];
    }
  }
}

/// to[k] += weight[k] * row, for every key
MMIM_INLINE void spread(const float* weight, const float* row, const Job& j, float* to) {
  for (int64_t d = 0; d < j.feature_width; d += kLanes) {
    const Floats x = load(row + d);
    for (int64_t k = 0; k < j.keys; ++k) {
      float* const there = to + k * j.feature_width + d;
      store(there, load(there) + weight[k] * x);
    }
  }
}

void attention_back(const Attention& a, float* memory, int64_t begin, int64_t end) {
  for (int64_t task = begin; task < end; ++task) {
    const Job j(a, task);
    if (j.keys == 0) continue;
    const int64_t area = j.keys * j.feature_width;
    Scratch scratch{memory};
    float *const keys = scratch.take(a.head * j.key_width), *const values = scratch.take(a.head * j.key_width);
    float *const key_rows = scratch.take(area), *const d_keys = scratch.take(area),
                 *const d_values = scratch.take(area);
    float *const probability = scratch.take(j.key_width), *const kept = scratch.take(j.key_width),
                 *const slope = scratch.take(j.key_width);
    float *const query = scratch.take(j.feature_width), *const d_out = scratch.take(j.feature_width),
                 *const d_query = scratch.take(j.feature_width);
    turned(a.key, j, a.head, keys);
    turned(a.value, j, a.head, values);
    padded(a.key, j.first_key, j.keys, j, a.head, key_rows);
    for (int64_t i = 0; i < area; i += kLanes) store(d_keys + i, Floats{}), store(d_values + i, Floats{});
    for (int64_t i = 0; i < j.queries; ++i) {
      const int64_t row = j.first_query + i, place = row * j.stride + j.at;
      padded(a.query, row, 1, j, a.head, query);
      padded(a.d_out, row, 1, j, a.head, d_out);
      against_keys(query, keys, a.head, j, j.scale, bias_of(a, j, i), probability);
      against_keys(d_out, values, a.head, j, 1, nullptr, slope);  // gradient of what dropout kept
      const float* const scale = a.scales + (row * a.heads + j.head) * 2;
      for (int64_t k = 0; k < j.key_width; k += kLanes)
        store(probability + k, first_lanes(j.keys - k) ? exp(load(probability + k) - scale[0]) * scale[1] : Floats{});
      drop(a, j, i, probability, kept);
      drop(a, j, i, slope, slope);
      Floats sums = {};
      for (int64_t k = 0; k < j.key_width; k += kLanes) sums += load(probability + k) * load(slope + k);
      const float mean = sum(sums);
      float* const d_bias = a.d_bias ? a.d_bias + task * a.bias_width + a.bias_width / 2 - i : nullptr;
      for (int64_t k = 0; k < j.key_width; k += kLanes) {
        const Floats d_score = load(probability + k) * (load(slope + k) - mean);
        if (d_bias) store(d_bias + k, load(d_bias + k) + d_score);
        store(slope + k, d_score * j.scale);
      }
      spread(kept, d_out, j, d_values);
      spread(slope, query, j, d_keys);
      weighted_sum(slope, key_rows, j, d_query);
      for (int64_t d = 0; d < a.head; ++d) a.d_query[place + d] = d_query[d];
    }
    for (int64_t k = 0; k < j.keys; ++k)
      for (int64_t d = 0; d < a.head; ++d) {
        a.d_key[(j.first_key + k) * j.stride + j.at + d] = d_keys[k * j.feature_width + d];
        a.d_value[(j.first_key + k) * j.stride + j.at + d] = d_values[k * j.feature_width + d];
      }
  }
}

int64_t attention_scratch(const Attention& a) {
  const int64_t keys = whole(a.longest), features = whole(a.head);
  return 2 * a.head * keys + 3 * a.longest * features + 3 * keys + 3 * features + 11 * kLanes;
}

}  // namespace

void MMIM_ISA(add_attention)(Kernels& kernels) {
  kernels.attention_scratch = attention_scratch;
  kernels.attention = attention;
  kernels.attention_back = attention_back;
}

}  // namespace mmim::cpu
