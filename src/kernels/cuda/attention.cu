// Softmax attention of each utterance and head over its own rows, without anything of size (queries, keys). A block
// takes one utterance, one head and kOwn rows, two to a warp, and passes over the rows of the other side in tiles of 32
// that stand in shared memory: in a dot product lane k is row k of the tile, in a weighted sum lane d is feature d (and
// d + 32, ...), weights coming from the other lanes. Rows of a tile are head + 1 floats apart, so that the lanes' reads
// fall in different banks. Forward keeps the largest score and the sum of exponentials as it goes (online softmax);
// backward computes probabilities again from the two numbers that forward leaves for each query and head.
//
// With s = q . k / sqrt(head) + bias, p = softmax(s), z the scales of dropout:
//   out = sum over keys of p z v
//   slope = z (d_out . v), mean = sum over keys of p slope, d_bias = p (slope - mean), ds = d_bias / sqrt(head)
//   d_query = sum over keys of ds k, d_key = sum over queries of ds q, d_value = sum over queries of p z d_out
#include "kernels/cuda/dropout_mask.h"

namespace mmim::cuda {
namespace {

constexpr int kWarps = 4, kOfWarp = 2, kOwn = kWarps * kOfWarp;
static_assert(kOwn == kBiasRows);
constexpr int kBand = kWarp + kOwn - 1;                        // distances between a tile of queries and one of keys
constexpr int kParts = static_cast<int>(kWidestHead) / kWarp;  // features that a lane sums

/// One utterance and head.
struct UtteranceHead {
  int64_t head_number, first_key, keys, first_query, queries, stride, at;
  float scale;

  __device__ UtteranceHead(const Attention& a, int64_t utterance, int64_t head)
      : head_number(head),
        first_key(a.key_offsets[utterance]),
        keys(a.key_offsets[utterance + 1] - first_key),
        first_query(a.query_offsets[utterance]),
        queries(a.query_offsets[utterance + 1] - first_query),
        stride(a.heads * a.head),
        at(head * a.head),
        scale(1 / sqrtf(static_cast<float>(a.head))) {}
};

/// The bias of a score, of places within the utterance.
__device__ float bias_of(const Attention& a, int64_t head, int64_t query, int64_t key) {
  return a.bias ? a.bias[head * a.bias_width + a.bias_width / 2 + key - query] : 0;
}

/// Rows first .. first + count of this head into shared memory, `apart` floats from one to the next.
__device__ void load_rows(const float* from, int64_t first, int64_t count, const UtteranceHead& u, int64_t head,
                          int64_t apart, float* to) {
  for (int64_t i = threadIdx.x; i < count * head; i += kWarps * kWarp)
    to[i / head * apart + i % head] = from[(first + i / head) * u.stride + u.at + i % head];
}

__device__ float dot(const float* a, const float* b, int64_t width) {
  float sum = 0;
  for (int64_t d = 0; d < width; ++d) sum += a[d] * b[d];
  return sum;
}

/// sums += weight of each lane times that row of the tile; this lane's features.
__device__ void add_weighted(float weight, const float* tile, int64_t apart, int64_t head, int count,
                             float (&sums)[kParts]) {
  const int lane = threadIdx.x % kWarp;
  for (int k = 0; k < count; ++k) {
    const float w = __shfl_sync(kAllLanes, weight, k);
    MMIM_UNROLL
    for (int part = 0; part < kParts; ++part)
      if (lane + part * kWarp < head) sums[part] += w * tile[k * apart + lane + part * kWarp];
  }
}

__device__ void store_row(const float (&sums)[kParts], float factor, int64_t head, float* to) {
  const int lane = threadIdx.x % kWarp;
  MMIM_UNROLL
  for (int part = 0; part < kParts; ++part)
    if (lane + part * kWarp < head) to[lane + part * kWarp] = sums[part] * factor;
}

__device__ int smaller(int64_t a, int64_t b) { return static_cast<int>(a < b ? a : b); }

/// Grid (utterances, heads, tiles of queries). Shared: queries (kOwn, head), keys and values (32, head + 1).
__global__ void attention_kernel(Attention a) {
  MMIM_SHARED(float, shared);
  const UtteranceHead u(a, blockIdx.x, blockIdx.y);
  const int64_t begin = static_cast<int64_t>(blockIdx.z) * kOwn, apart = a.head + 1;
  if (begin >= u.queries) return;
  const int own = smaller(kOwn, u.queries - begin), warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp;
  float *const queries = shared, *const keys = queries + kOwn * a.head, *const values = keys + kWarp * apart;
  load_rows(a.query, u.first_query + begin, own, u, a.head, a.head, queries);
  float sums[kOfWarp][kParts] = {}, top[kOfWarp], total[kOfWarp] = {};
  for (int i = 0; i < kOfWarp; ++i) top[i] = -INFINITY;
  for (int64_t from = 0; from < u.keys; from += kWarp) {
    const int count = smaller(kWarp, u.keys - from);
    load_rows(a.key, u.first_key + from, count, u, a.head, apart, keys);
    load_rows(a.value, u.first_key + from, count, u, a.head, apart, values);
    __syncthreads();
    MMIM_UNROLL
    for (int i = 0; i < kOfWarp; ++i) {
      const int query = warp + i * kWarps;
      if (query >= own) continue;
      const float score = lane < count ? dot(queries + query * a.head, keys + lane * apart, a.head) * u.scale +
                                             bias_of(a, u.head_number, begin + query, from + lane)
                                       : -INFINITY;
      const float before = top[i];
      top[i] = fmaxf(before, warp_largest(score));
      const float shrink = expf(before - top[i]), e = lane < count ? expf(score - top[i]) : 0.0f;
      total[i] = total[i] * shrink + warp_sum(e);
      MMIM_UNROLL
      for (int part = 0; part < kParts; ++part) sums[i][part] *= shrink;
      const RowMask mask(a.mask, u.first_query + begin + query);
      add_weighted(mask.apply(e, u.head_number << 16 | (from + lane)), values, apart, a.head, count, sums[i]);
    }
    __syncthreads();
  }
  MMIM_UNROLL
  for (int i = 0; i < kOfWarp; ++i) {
    const int query = warp + i * kWarps;
    if (query >= own) continue;
    const int64_t row = u.first_query + begin + query;
    const float share = 1 / total[i];
    if (lane == 0) {
      a.scales[(row * a.heads + u.head_number) * 2] = top[i];
      a.scales[(row * a.heads + u.head_number) * 2 + 1] = share;
    }
    store_row(sums[i], share, a.head, a.out + row * u.stride + u.at);
  }
}

/// What one query and one key give: the probability, what dropout keeps of it, and the slope.
struct Pair {
  float probability = 0, kept = 0, slope = 0;

  __device__ Pair(const Attention& a, const UtteranceHead& u, int64_t query_row, int64_t key_position,
                  const float* query, const float* key, const float* value, const float* d_out) {
    const float* const scale = a.scales + (query_row * a.heads + u.head_number) * 2;
    const float bias = bias_of(a, u.head_number, query_row - u.first_query, key_position);
    probability = expf(dot(query, key, a.head) * u.scale + bias - scale[0]) * scale[1];
    const RowMask mask(a.mask, query_row);
    const int64_t column = u.head_number << 16 | key_position;
    kept = mask.apply(probability, column);
    slope = mask.apply(dot(d_out, value, a.head), column);
  }
};

/// What every warp has summed by distance, added to the tile's part of the bias' gradient.
__device__ void add_bands(const float* bands, int64_t count, float* part) {
  const int64_t place = threadIdx.x;
  if (place >= count + kOwn - 1) return;
  float sum = 0;
  for (int warp = 0; warp < kWarps; ++warp) sum += bands[warp * kBand + place];
  part[place] += sum;
}

/// Grid (utterances, heads, tiles of queries). Shared: queries and gradients (kOwn, head), keys and values (32, head +
/// 1), with a bias a band of distances for each warp. Two passes over the keys: the mean of the slopes, then the sum.
__global__ void query_gradients_kernel(Attention a) {
  MMIM_SHARED(float, shared);
  const UtteranceHead u(a, blockIdx.x, blockIdx.y);
  const int64_t begin = static_cast<int64_t>(blockIdx.z) * kOwn, apart = a.head + 1;
  if (begin >= u.queries) return;
  const int own = smaller(kOwn, u.queries - begin), warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp;
  float *const queries = shared, *const d_outs = queries + kOwn * a.head, *const keys = d_outs + kOwn * a.head,
               *const values = keys + kWarp * apart, *const bands = values + kWarp * apart,
               *const band = bands + warp * kBand;
  const int64_t columns = a.longest_keys + kBiasRows;
  float* const part =
      a.bias_parts ? a.bias_parts + ((blockIdx.x * a.heads + u.head_number) * a.bias_tiles + blockIdx.z) * columns
                   : nullptr;
  load_rows(a.query, u.first_query + begin, own, u, a.head, a.head, queries);
  load_rows(a.d_out, u.first_query + begin, own, u, a.head, a.head, d_outs);
  float sums[kOfWarp][kParts] = {}, mean[kOfWarp] = {};
  for (int pass = 0; pass < 2; ++pass)
    for (int64_t from = 0; from < u.keys; from += kWarp) {
      const int count = smaller(kWarp, u.keys - from);
      load_rows(a.key, u.first_key + from, count, u, a.head, apart, keys);
      load_rows(a.value, u.first_key + from, count, u, a.head, apart, values);
      __syncthreads();
      for (int place = lane; part && place < kBand; place += kWarp) band[place] = 0;
      if (part) __syncwarp();
      MMIM_UNROLL
      for (int i = 0; i < kOfWarp; ++i) {
        const int query = warp + i * kWarps;
        if (query >= own) continue;
        const int there = lane < count ? lane : 0;
        const Pair pair(a, u, u.first_query + begin + query, from + there, queries + query * a.head,
                        keys + there * apart, values + there * apart, d_outs + query * a.head);
        const float probability = lane < count ? pair.probability : 0.0f;
        if (pass == 0) {
          mean[i] += warp_sum(probability * pair.slope);
          continue;
        }
        const float d_score = probability * (pair.slope - mean[i]);
        add_weighted(d_score * u.scale, keys, apart, a.head, count, sums[i]);
        if (!part) continue;
        band[lane + kOwn - 1 - query] += d_score;  // no two lanes of one query share a distance
        __syncwarp();
      }
      __syncthreads();
      if (part && pass == 1) add_bands(bands, count, part + from);
    }
  MMIM_UNROLL
  for (int i = 0; i < kOfWarp; ++i) {
    const int query = warp + i * kWarps;
    if (query >= own) continue;
    const int64_t row = u.first_query + begin + query;
    if (lane == 0) a.means[row * a.heads + u.head_number] = mean[i];
    store_row(sums[i], 1, a.head, a.d_query + row * u.stride + u.at);
  }
}

/// Grid (utterances, heads, tiles of keys). Shared: keys and values (kOwn, head), queries and gradients (32, head + 1).
__global__ void key_gradients_kernel(Attention a) {
  MMIM_SHARED(float, shared);
  const UtteranceHead u(a, blockIdx.x, blockIdx.y);
  const int64_t begin = static_cast<int64_t>(blockIdx.z) * kOwn, apart = a.head + 1;
  if (begin >= u.keys) return;
  const int own = smaller(kOwn, u.keys - begin), warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp;
  float *const keys = shared, *const values = keys + kOwn * a.head, *const queries = values + kOwn * a.head,
               *const d_outs = queries + kWarp * apart;
  load_rows(a.key, u.first_key + begin, own, u, a.head, a.head, keys);
  load_rows(a.value, u.first_key + begin, own, u, a.head, a.head, values);
  float d_key[kOfWarp][kParts] = {}, d_value[kOfWarp][kParts] = {};
  for (int64_t from = 0; from < u.queries; from += kWarp) {
    const int count = smaller(kWarp, u.queries - from);
    load_rows(a.query, u.first_query + from, count, u, a.head, apart, queries);
    load_rows(a.d_out, u.first_query + from, count, u, a.head, apart, d_outs);
    __syncthreads();
    MMIM_UNROLL
    for (int i = 0; i < kOfWarp; ++i) {
      const int key = warp + i * kWarps;
      if (key >= own) continue;
      const int there = lane < count ? lane : 0;
      const int64_t row = u.first_query + from + there;
      const Pair pair(a, u, row, begin + key, queries + there * apart, keys + key * a.head, values + key * a.head,
                      d_outs + there * apart);
      const float ds = pair.probability * (pair.slope - a.means[row * a.heads + u.head_number]) * u.scale;
      add_weighted(lane < count ? ds : 0.0f, queries, apart, a.head, count, d_key[i]);
      add_weighted(lane < count ? pair.kept : 0.0f, d_outs, apart, a.head, count, d_value[i]);
    }
    __syncthreads();
  }
  MMIM_UNROLL
  for (int i = 0; i < kOfWarp; ++i) {
    const int key = warp + i * kWarps;
    if (key >= own) continue;
    const int64_t to = (u.first_key + begin + key) * u.stride + u.at;
    store_row(d_key[i], 1, a.head, a.d_key + to);
    store_row(d_value[i], 1, a.head, a.d_value + to);
  }
}

/// Grid (heads, distances), a warp for each: the sum over utterances and tiles of queries.
__global__ void bias_gradients_kernel(Attention a) {
  const int64_t head = blockIdx.x, distance = static_cast<int64_t>(blockIdx.y) - a.bias_width / 2;
  const int64_t columns = a.longest_keys + kBiasRows;
  float sum = 0;
  for (int64_t i = threadIdx.x; i < a.utterances * a.bias_tiles; i += kWarp) {
    const int64_t utterance = i / a.bias_tiles, tile = i % a.bias_tiles, place = distance + tile * kOwn + kOwn - 1;
    if (place >= 0 && place < columns)
      sum += a.bias_parts[((utterance * a.heads + head) * a.bias_tiles + tile) * columns + place];
  }
  sum = warp_sum(sum);
  if (threadIdx.x == 0) a.d_bias[head * a.bias_width + blockIdx.y] = sum;
}

dim3 grid_of(const Attention& a, int64_t longest) {
  return dim3(static_cast<unsigned>(a.utterances), static_cast<unsigned>(a.heads), blocks_of(longest, kOwn));
}

/// Bytes of `sides` matrices (kOwn, head), two (32, head + 1) and `more` floats.
size_t shared_bytes(const Attention& a, int64_t sides, int64_t more = 0) {
  return static_cast<size_t>(sides * kOwn * a.head + 2 * kWarp * (a.head + 1) + more) * sizeof(float);
}

void attention(const Attention& a, Stream stream) {
  if (a.longest_queries > 0)
    MMIM_LAUNCH(attention_kernel, grid_of(a, a.longest_queries), kWarps * kWarp, shared_bytes(a, 1), stream, a);
}

void attention_back(const Attention& a, Stream stream) {
  if (a.longest_queries > 0)
    MMIM_LAUNCH(query_gradients_kernel, grid_of(a, a.longest_queries), kWarps * kWarp,
                shared_bytes(a, 2, a.bias_parts ? kWarps * kBand : 0), stream, a);
  if (a.longest_keys > 0)
    MMIM_LAUNCH(key_gradients_kernel, grid_of(a, a.longest_keys), kWarps * kWarp, shared_bytes(a, 2), stream, a);
  if (a.bias_parts)
    MMIM_LAUNCH(bias_gradients_kernel, dim3(static_cast<unsigned>(a.heads), static_cast<unsigned>(a.bias_width)), kWarp,
                0, stream, a);
}

}  // namespace

void MMIM_CUDA(add_attention)(Kernels& kernels) {
  kernels.attention = attention;
  kernels.attention_back = attention_back;
}

}  // namespace mmim::cuda
