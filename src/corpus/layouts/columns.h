#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "corpus/utterance.h"
#include "formats/value.h"

namespace mmim {

/// A column is whatever Python iterates over: a list, a tuple, an array of numbers or of objects along the first axis.
/// All layouts read splits, utterances, rows, labels, lengths, ids and texts by these functions, so that the container
/// of a value never matters. An array without dimensions stands for the element in it.

/// The element of an array of objects without dimensions, else the value itself.
const Value& unwrapped(const Value& value);

/// Items of a column; -1 when `value` is no column.
int64_t size_of(const Value& value);

/// Item `index` of a column; arrays share their bytes.
Value item_of(const Value& value, int64_t index);

/// Whether a value stands for nothing: None or NaN.
bool is_missing(const Value& value);

/// Whether a column has no content: it is missing, has no items, or each item is missing or without elements.
bool is_empty(const Value& value);

/// What Python's float() makes of a value: a number, a number written as text, None as NaN, one element in whatever
/// containers. Nothing otherwise.
std::optional<double> number_of(const Value& value);

/// What numpy.asarray(value, float) makes of nested columns; nothing when their sizes differ or an item is no number.
std::optional<Array> numbers_of(const Value& value);

/// A text: str or bytes, a number in decimal, "" for what is missing. Nothing otherwise.
std::optional<std::string> scalar_text(const Value& value);

/// Rows of one utterance (rows, features); no rows for what is empty. DataError when the width is not `width`.
StreamRows rows_of(const Value& value, int64_t width, const std::string& where);

/// Rows and features of an utterance as its containers have them; {0, 0} for what is empty.
struct RowShape {
  int64_t rows = 0, width = 0;
};
RowShape row_shape(const Value& value);

}  // namespace mmim
