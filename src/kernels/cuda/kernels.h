#pragma once
#include <cstdint>

namespace mmim::cuda {

/// What the sources of this folder compute, free of LibTorch: each function queues its work on a stream (a
/// cudaStream_t) and returns; nothing waits for the device, nothing is allocated, and every sum has an order that
/// depends on the shapes alone. Pointers are to device memory, contiguous float32 unless said. Names as in
/// kernels/cpu/kernels.h.

/// A mask of dropout (kernels/dropout.h), from identities instead of tables: element (row, column) is kept where
/// mix(mix(column_key(column) ^ low) + high) >= threshold, low and high being the halves of subkey(key,
/// identities[row]). Inactive without rows.
struct DropoutMask {
  const int64_t* rows = nullptr;  ///< identity of each row
  uint64_t key = 0;
  uint32_t threshold = 0;
  float scale = 1;
};

/// scales (rows, width): 0 or mask.scale.
struct Scales {
  int64_t count = 0, width = 0;
  const int64_t* columns = nullptr;  ///< (width) identities
  DropoutMask mask;
  float* out = nullptr;
};

/// out = LayerNorm(residual + dropout(x)) of rows of `width` numbers.
struct AddNorm {
  int64_t rows = 0, width = 0;
  float epsilon = 0;
  const float *x = nullptr, *residual = nullptr;   ///< (rows, width)
  const float *weight = nullptr, *bias = nullptr;  ///< (width)
  DropoutMask mask;
  float *out = nullptr, *normal = nullptr, *deviation = nullptr;  ///< (rows, width), (rows, width), (rows): 1 / sd
};
/// From the gradient of out: those of residual and x (the same without dropout), of weight and of bias.
struct AddNormBack {
  int64_t rows = 0, width = 0;
  const float *d_out = nullptr, *normal = nullptr, *deviation = nullptr, *weight = nullptr;
  DropoutMask mask;
  float *d_residual = nullptr, *d_x = nullptr;   ///< (rows, width)
  float *d_weight = nullptr, *d_bias = nullptr;  ///< (width)
};

inline constexpr int64_t kWidestHead = 128;

/// Attention of each utterance over its own rows; heads of at most kWidestHead.
struct Attention {
  int64_t utterances = 0, heads = 0, head = 0;
  int64_t longest_keys = 0, longest_queries = 0;                   ///< rows of one utterance at most
  const int64_t *key_offsets = nullptr, *query_offsets = nullptr;  ///< (utterances + 1)
  const float *query = nullptr, *key = nullptr, *value = nullptr;  ///< (rows, heads * head)
  DropoutMask mask;                                                ///< rows: queries; columns: head << 16 | key's place
  const float* bias = nullptr;  ///< added to scores: [head * bias_width + bias_width / 2 + key's place - query's]
  int64_t bias_width = 0;       ///< odd
  float* out = nullptr;         ///< (queries, heads * head)
  float* scales = nullptr;      ///< (queries, heads, 2): largest score, 1 / sum of exponentials
  // backward
  const float* d_out = nullptr;
  float* means = nullptr;  ///< (queries, heads), for itself
  float *d_query = nullptr, *d_key = nullptr, *d_value = nullptr;
  float* bias_parts = nullptr;  ///< (utterances, heads, bias_tiles, longest_keys + kBiasRows), zeros at first, or null
  int64_t bias_tiles = 0;       ///< of kBiasRows queries, as many as hold longest_queries
  float* d_bias = nullptr;      ///< (heads, bias_width), where bias_parts is not null
};
inline constexpr int64_t kBiasRows = 8;

inline constexpr int64_t kWidestState = 1024;

/// The recurrence of an LSTM layer in one direction over ragged rows; gates i, f, g, o; hidden <= kWidestState. The
/// products with x and all gradients of weights are matrix products outside.
struct Lstm {
  int64_t utterances = 0, hidden = 0;
  const int64_t* offsets = nullptr;     ///< (utterances + 1)
  bool reverse = false;                 ///< from the last row to the first
  const float* state_weight = nullptr;  ///< forward (h, 4h), that is transposed; backward (4h, h)
  float* gates = nullptr;               ///< (N, 4h): the inputs' part of the sums, which forward turns into the gates
  float* cells = nullptr;               ///< (N, h): after each row
  float* before = nullptr;              ///< (N, h): state before each row
  float* rows = nullptr;                ///< state after each row, (N, stride), or null
  float* final_states = nullptr;        ///< (utterances, stride)
  int64_t stride = 0;
  // backward
  const float *d_rows = nullptr, *d_final_states = nullptr;  ///< as rows and final_states; either may be null
  float* d_sums = nullptr;                                   ///< (N, 4h)
};

inline constexpr int64_t kTensorsAtOnce = 48;  ///< as many as kernel parameters of 4 KiB hold

/// A step of Adam on up to kTensorsAtOnce tensors, as kernels/cpu/kernels.h has it.
struct AdamTensor {
  float *value = nullptr, *first = nullptr, *second = nullptr;
  const float* gradient = nullptr;
  int64_t size = 0;
  float rate = 0;             ///< learning rate / (1 - beta1^t)
  float root_correction = 1;  ///< 1 / sqrt(1 - beta2^t)
  float epsilon = 0;
};
struct AdamSteps {
  AdamTensor tensors[kTensorsAtOnce];
  int64_t count = 0, largest = 0;
  const float* factor = nullptr;  ///< multiplies gradient_scale: a clip that the host does not know; or null
  float gradient_scale = 1, gradient_limit = 0;
  float beta1 = 0, beta2 = 0, rest1 = 0, rest2 = 0;
  float decay = 0;                        ///< coupled, added to the gradient
  float keep_before = 1, keep_after = 1;  ///< decoupled decay: 1 - learning rate * decay
};

/// Sums of squares of up to kTensorsAtOnce tensors, in stretches of kStretch: partial sums to sums[first ...].
inline constexpr int64_t kStretch = 1 << 15;
struct Squares {
  const float* tensors[kTensorsAtOnce];
  int64_t sizes[kTensorsAtOnce];
  int64_t first[kTensorsAtOnce];  ///< place of a tensor's first stretch in sums
  int64_t count = 0, largest = 0;
  double* sums = nullptr;
};

using Stream = void*;  ///< a cudaStream_t

struct Kernels {
  void (*scales)(const Scales&, Stream);
  void (*add_norm)(const AddNorm&, Stream);
  void (*add_norm_back)(const AddNormBack&, Stream);
  void (*column_sums)(const float* x, int64_t rows, int64_t width, float* sums, Stream);
  void (*gelu)(const float* x, float* out, int64_t count, Stream);
  void (*gelu_back)(const float* x, float* gradient, int64_t count, Stream);  ///< in place

  void (*attention)(const Attention&, Stream);
  void (*attention_back)(const Attention&, Stream);

  void (*lstm)(const Lstm&, Stream);
  void (*lstm_back)(const Lstm&, Stream);

  void (*adam)(const AdamSteps&, Stream);
  void (*squares)(const Squares&, Stream);
  void (*root_of_sum)(const double* sums, int64_t count, double* norm, Stream);
};

/// The kernels of this build.
const Kernels* kernels();

}  // namespace mmim::cuda
