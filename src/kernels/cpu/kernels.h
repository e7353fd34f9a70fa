#pragma once
#include <cstdint>

namespace mmim::cpu {

/// What the sources of this folder compute, free of LibTorch. Every function works on a range of tasks, so that callers
/// share it among threads; pointers are to contiguous float32 unless a stride is named. `scratch` is memory of the
/// calling thread, aligned to 64 bytes.

inline constexpr int64_t kPadding = 16;  ///< floats in the widest vector of any instruction set

/// A mask of dropout: element (row, column) is kept where mix(mix(column ^ low(row)) + high(row)) >= threshold, and
/// then multiplied by `scale` (kernels/dropout.h). Inactive without rows. Columns are read up to a multiple of
/// kPadding.
struct DropoutMask {
  const uint64_t* rows = nullptr;     ///< key of each row
  const uint32_t* columns = nullptr;  ///< key of each column
  uint32_t threshold = 0;
  float scale = 1;
};

/// C (m, n) = A (m, k) B (k, n) + bias, or += without a bias. A and B have any strides, given in floats.
struct Product {
  int64_t m = 0, n = 0, k = 0;
  const float* a = nullptr;
  int64_t a_row = 0, a_column = 1;
  const float* b = nullptr;
  int64_t b_row = 0, b_column = 1;
  float* c = nullptr;
  int64_t c_row = 0;
  const float* bias = nullptr;  ///< (n)
  bool accumulate = false;
  bool bf16 = false;  ///< both factors rounded to bfloat16
};

/// out = LayerNorm(residual + dropout(x)) of rows of `width` numbers.
struct AddNorm {
  int64_t width = 0;
  float epsilon = 0;
  const float *x = nullptr, *residual = nullptr;   ///< (rows, width)
  const float *weight = nullptr, *bias = nullptr;  ///< (width)
  DropoutMask mask;
  float *out = nullptr, *normal = nullptr, *deviation = nullptr;  ///< (rows, width), (rows, width), (rows): 1 / sd
};
/// From the gradient of out: those of residual (`d_residual`) and x (`d_x`).
struct AddNormBack {
  int64_t width = 0;
  const float *d_out = nullptr, *normal = nullptr, *deviation = nullptr, *weight = nullptr;
  DropoutMask mask;
  float *d_residual = nullptr, *d_x = nullptr;
};

/// Attention of each utterance over its own rows. Tasks are (utterance, head): utterance * heads + head.
struct Attention {
  int64_t heads = 0, head = 0;                                     ///< count, and width of one
  const int64_t* key_offsets = nullptr;                            ///< (B + 1) rows of keys and values
  const int64_t* query_offsets = nullptr;                          ///< (B + 1) rows of queries
  const float *query = nullptr, *key = nullptr, *value = nullptr;  ///< (rows, heads * head)
  DropoutMask mask;           ///< rows: queries; columns: head * column_stride + key's place
  int64_t column_stride = 0;  ///< longest rounded up to kPadding
  int64_t longest = 0;        ///< keys of the longest utterance
  /// Added to the scores of a head: bias[head * bias_width + bias_width / 2 + key's place - query's], or null. Read for
  /// kPadding - 1 places beyond those of keys and queries.
  const float* bias = nullptr;
  int64_t bias_width = 0;   ///< odd
  float* out = nullptr;     ///< (queries, heads * head)
  float* scales = nullptr;  ///< (queries, heads, 2): largest score, 1 / sum of exponentials
  // backward
  const float* d_out = nullptr;
  float *d_query = nullptr, *d_key = nullptr, *d_value = nullptr;
  float* d_bias = nullptr;  ///< (tasks, bias_width): the part of each utterance and head, zeros at first; or null
};

/// Adam: value = keep_after * (keep_before * value - rate * m / (sqrt(v) * root_correction + epsilon)).
struct AdamStep {
  float *value = nullptr, *first = nullptr, *second = nullptr;
  const float* gradient = nullptr;
  float gradient_scale = 1, gradient_limit = 0;      ///< clipped by norm: a factor; by value: a limit (0: none)
  float beta1 = 0, beta2 = 0, rest1 = 0, rest2 = 0;  ///< rest: 1 - beta, rounded after the difference
  float epsilon = 0, decay = 0;                      ///< decay: coupled, added to the gradient
  float keep_before = 1, keep_after = 1;             ///< decoupled decay: 1 - learning rate * decay
  float rate = 0;                                    ///< learning rate / (1 - beta1^t)
  float root_correction = 1;                         ///< 1 / sqrt(1 - beta2^t)
};

/// An LSTM layer in one direction over a tile of at most lstm_lanes utterances, one in each lane; gates i, f, g, o.
/// Utterance i of the tile has lengths[i] rows from offsets[i] on; its state goes to row utterances[i].
struct LstmTile {
  int64_t in = 0, hidden = 0, count = 0, steps = 0;  ///< steps: rows of the tile's longest utterance
  const int64_t *offsets = nullptr, *lengths = nullptr, *utterances = nullptr;  ///< (count)
  bool reverse = false;                                                         ///< from the last row to the first
  bool keep = true;                ///< what backward needs; otherwise gates hold one step, cells and states two
  const float* x = nullptr;        ///< (N, in)
  const float* weights = nullptr;  ///< packed by pack_lstm
  float* inputs = nullptr;         ///< (steps, in, lanes)
  float* gates = nullptr;          ///< (steps, lstm_gates); backward leaves their gradients there
  float *cells = nullptr, *states = nullptr;  ///< (steps + 1, lstm_states)
  float* rows = nullptr;                      ///< state after each row, (N, row_stride), or null
  float* final_states = nullptr;              ///< state after an utterance's last step, (B, final_stride), or null
  int64_t row_stride = 0, final_stride = 0;
};

/// Gradients of an LstmTile after its forward with keep.
struct LstmTileBack {
  const float *d_rows = nullptr, *d_final_states = nullptr;  ///< laid out as rows and final_states; either may be null
  const float* weights = nullptr;                            ///< packed by pack_lstm_back
  float *d_weight_ih = nullptr, *d_weight_hh = nullptr, *d_bias = nullptr;  ///< (4h, in), (4h, h), (4h); added to
  float* d_x = nullptr;                                                     ///< (N, in), added to, or null
};

struct Kernels {
  const char* name = nullptr;  ///< "avx512_bf16", "avx512", "avx2" or "generic"

  int64_t (*product_blocks)(const Product&);   ///< tasks of pack_rows
  int64_t (*product_panels)(const Product&);   ///< tasks of product
  int64_t (*product_packed)(const Product&);   ///< floats of `packed`
  int64_t (*product_scratch)(const Product&);  ///< floats of each thread's scratch
  void (*pack_rows)(const Product&, float* packed, int64_t begin, int64_t end);
  void (*product)(const Product&, const float* packed, float* scratch, int64_t begin, int64_t end);

  void (*add_norm)(const AddNorm&, int64_t begin, int64_t end);
  void (*add_norm_back)(const AddNormBack&, int64_t begin, int64_t end);
  /// Gradients of LayerNorm's weight and bias, columns begin .. end of `rows` rows.
  void (*norm_parameters)(const AddNormBack&, int64_t rows, float* d_weight, float* d_bias, int64_t begin, int64_t end);
  /// sums (width) of the rows of x (rows, width), columns begin .. end.
  void (*column_sums)(const float* x, int64_t rows, int64_t width, float* sums, int64_t begin, int64_t end);
  void (*gelu)(const float* x, float* out, int64_t begin, int64_t end);            ///< numbers begin .. end
  void (*gelu_back)(const float* x, float* gradient, int64_t begin, int64_t end);  ///< in place

  int64_t (*attention_scratch)(const Attention&);
  void (*attention)(const Attention&, float* scratch, int64_t begin, int64_t end);
  void (*attention_back)(const Attention&, float* scratch, int64_t begin, int64_t end);

  void (*adam)(const AdamStep&, int64_t begin, int64_t end);
  double (*sum_of_squares)(const float* x, int64_t begin, int64_t end);  ///< of numbers begin .. end

  int64_t lstm_lanes = 0;                                   ///< utterances of a tile
  int64_t (*lstm_gates)(int64_t hidden);                    ///< floats of a step's gates
  int64_t (*lstm_states)(int64_t hidden);                   ///< and of its states
  int64_t (*lstm_packed)(int64_t in, int64_t hidden);       ///< floats of packed weights
  int64_t (*lstm_packed_back)(int64_t in, int64_t hidden);  ///< and of those for backward
  void (*pack_lstm)(int64_t in, int64_t hidden, const float* weight_ih, const float* weight_hh, const float* bias_ih,
                    const float* bias_hh, float* packed);
  void (*pack_lstm_back)(int64_t in, int64_t hidden, const float* weight_ih, const float* weight_hh, float* packed);
  void (*lstm)(const LstmTile&);
  int64_t (*lstm_back_scratch)(const LstmTile&);
  void (*lstm_back)(const LstmTile&, const LstmTileBack&, float* scratch);
};

/// The kernels as compiled for one instruction set, never null. A build that is not for x86 has the generic ones alone.
const Kernels* kernels_avx512_bf16();
const Kernels* kernels_avx512();
const Kernels* kernels_avx2();
const Kernels* kernels_generic();

}  // namespace mmim::cpu
