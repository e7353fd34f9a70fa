#pragma once
#include "formats/pickle/items.h"

namespace mmim {

/// An object that the class or function `name` ("posix.mkdir") would make: a placeholder, nothing is made.
PickleItem make_object(const std::string& name, PickleBudget& budget);

/// The placeholder itself, with the way on that suits `name`.
Value unread_object(const std::string& name);
/// The placeholder for a class or function that stands where data belongs.
Value unread_global(const std::string& name);
/// The placeholder for a numpy array of dates, complex numbers or records.
Value unread_array(const NumpyType& type);
/// The placeholder for text that UTF-8 cannot hold, as half of a surrogate pair.
Value unread_text();
/// The placeholder for anything else.
Value unread(const std::string& what, const std::string& way_on);

}  // namespace mmim
