#include "formats/pickle/opaque.h"

namespace mmim {

namespace {

struct WayOn {
  const char* module;  // with which the name begins
  const char* way_on;
};
constexpr WayOn kWaysOn[] = {
    {"pandas.", "in Python, value.to_numpy() or value.tolist() converts it"},
    {"torch.", "in Python, value.detach().cpu().numpy() converts a tensor"},
    {"numpy.ma.", "in Python, value.filled(0) converts it"},
    {"numpy.", "in Python, numpy.asarray(value) converts it"},
    {"scipy.sparse", "in Python, value.toarray() converts it"},
    {"tensorflow.", "in Python, value.numpy() converts it"},
    {"pathlib", "in Python, str(value) converts it"},
    {"datetime.", "in Python, str(value) converts it"},
    {"uuid.", "in Python, str(value) converts it"},
    {"decimal.", "in Python, float(value) converts it"},
    {"fractions.", "in Python, float(value) converts it"},
    {"builtins.set", "in Python, sorted(value) makes a list of it"},
    {"builtins.frozenset", "in Python, sorted(value) makes a list of it"},
    {"",
     "nothing of a file is run; in Python, convert it to text, numbers, lists or numpy arrays, or remove it, and "
     "pickle.dump again"}};

constexpr size_t kLongestName = 120;

std::string way_on(const std::string& name) {
  for (const WayOn& known : kWaysOn)
    if (name.starts_with(known.module)) return known.way_on;
  return "";
}

/// Python 2 called `builtins` `__builtin__` and its `int` `long`; so do protocols 0 to 2.
std::string named_as_today(const std::string& name) {
  constexpr std::string_view kOld = "__builtin__.";
  if (!name.starts_with(kOld)) return name;
  const std::string own = name.substr(kOld.size());
  return "builtins." + (own == "long" ? "int" : own == "unicode" ? "str" : own);
}

/// What a file says about itself may hold line breaks or no text at all; a sentence holds neither.
std::string quoted(const std::string& name) {
  std::string text = name.substr(0, kLongestName);
  for (char& c : text)
    if (c < 0x20 || c > 0x7E) c = '?';
  return "`" + text + "`";
}

}  // namespace

Value unread(const std::string& what, const std::string& way_on) {
  return {std::make_shared<const Opaque>(Opaque{what, way_on})};
}

Value unread_object(const std::string& given) {
  const std::string name = named_as_today(given);
  if (name == "builtins.set" || name == "builtins.frozenset") return unread("a set", way_on(name));
  return unread("an object that " + quoted(name) + " makes, which is not run", way_on(name));
}

Value unread_global(const std::string& name) {
  return unread("the class or function " + quoted(named_as_today(name)), way_on(""));
}

Value unread_array(const NumpyType& type) {
  return unread("a numpy array of type " + quoted(type.unread) + ", which is no type of number or text known here",
                "in Python, value.astype(\"float32\") or value.astype(str) converts it");
}

Value unread_text() {
  return unread("text that is no UTF-8, as half of a surrogate pair",
                "in Python, value.encode(\"utf-8\", \"replace\").decode() mends it");
}

PickleItem make_object(const std::string& name, PickleBudget& budget) {
  budget.charge(sizeof(OpenObject) + name.size());
  return {std::make_shared<OpenObject>(OpenObject{name, {}, {}})};
}

}  // namespace mmim
