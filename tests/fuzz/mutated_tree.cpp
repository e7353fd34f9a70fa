#include "fuzz/mutated_tree.h"

#include <cmath>
#include <limits>

#include "core/keys.h"

namespace mmim {

namespace {

Value list_value(std::vector<Value> items, bool is_tuple) {
  return {std::make_shared<const List>(List{std::move(items), is_tuple})};
}

class TreeDamage {
 public:
  explicit TreeDamage(uint64_t key) : draws_(subkey(key, "tree")) {}

  Value changed(const Value& value, int depth) {
    const bool stop = draws_.below(6) == 0 || depth == 0;
    if (const Dict* dictionary = value.dict(); dictionary && !stop && !dictionary->items.empty())
      return in_dictionary(*dictionary, depth);
    if (const List* list = value.list(); list && !stop && !list->items.empty())
      return list_value(in_items(list->items, depth), list->is_tuple);
    if (const ObjectArray* objects = value.objects(); objects && !stop && !objects->items.empty())
      return {std::make_shared<const ObjectArray>(ObjectArray{objects->shape, in_one_item(objects->items, depth)})};
    if (const Array* array = value.array(); array && draws_.below(3) != 0)
      return {std::make_shared<const Array>(changed(*array))};
    return replaced(value);
  }

 private:
  size_t below(size_t limit) { return static_cast<size_t>(draws_.below(limit)); }

  Value in_dictionary(const Dict& dictionary, int depth) {
    auto changed_one = std::make_shared<Dict>(dictionary);
    auto& items = changed_one->items;
    const size_t at = below(items.size());
    switch (draws_.below(8)) {
      case 0:
        items.erase(items.begin() + static_cast<int64_t>(at));
        break;
      case 1:
        items[at].first = draws_.below(2) == 0 ? Value{std::string("test")} : Value{int64_t{3}};
        break;
      case 2:
        items[at].second = items[below(items.size())].second;
        break;
      default:
        items[at].second = changed(items[at].second, depth - 1);
    }
    return {std::shared_ptr<const Dict>(std::move(changed_one))};
  }

  std::vector<Value> in_one_item(std::vector<Value> items, int depth) {
    const size_t at = below(items.size());
    items[at] = changed(items[at], depth - 1);
    return items;
  }

  std::vector<Value> in_items(std::vector<Value> items, int depth) {
    const size_t at = below(items.size());
    switch (draws_.below(8)) {
      case 0:
        items.erase(items.begin() + static_cast<int64_t>(at));
        return items;
      case 1:
        items.push_back(items[at]);
        return items;
      case 2:
        std::swap(items[at], items[below(items.size())]);
        return items;
      default:
        return in_one_item(std::move(items), depth);
    }
  }

  /// Another shape of the same bytes, another type, or an odd number in it.
  Array changed(Array array) {
    const int64_t count = array.count();
    switch (draws_.below(6)) {
      case 0:
        array.shape = {count};
        return array;
      case 1:
        array.shape.insert(array.shape.begin(), 1);
        return array;
      case 2:
        array.shape = {count, 1};
        return array;
      case 3:
        if (!array.shape.empty()) std::swap(array.shape.front(), array.shape.back());
        return array;
      case 4:
        if (array.shape.empty() || array.shape[0] < 2) return array;
        array.bytes = array.bytes.first(array.bytes.size() / static_cast<size_t>(array.shape[0]));
        array.shape[0] = 1;
        return array;
      default: {
        if (count == 0) return array;
        std::vector<double> values;
        for (int64_t i = 0; i < count; ++i) values.push_back(array.at(i));
        for (uint64_t i = 1 + draws_.below(3); i > 0; --i) values[below(values.size())] = odd_number();
        return make_array(values, array.shape);
      }
    }
  }

  double odd_number() {
    const double numbers[] = {NAN, INFINITY, -INFINITY, 0, -1, 1e300, 3e38, 1e19, 0.5, 4, -4, 1e-320, 2147483648.0};
    return numbers[draws_.below(std::size(numbers))];
  }

  Value replaced(const Value& value) {
    const Value odd[] = {{},
                         {true},
                         {int64_t{-1}},
                         {int64_t{0}},
                         {std::numeric_limits<int64_t>::max()},
                         {std::numeric_limits<int64_t>::min()},
                         {odd_number()},
                         {std::string()},
                         {std::string("nan")},
                         {std::string("a\nb\x1B")},
                         {std::string(3000, 'x')},
                         {std::make_shared<const Bytes>(Bytes{"\xFF\xFE"})},
                         {std::make_shared<const Opaque>(Opaque{"an object of `some.Class`", "in Python, ..."})},
                         list_value({}, false),
                         list_value({value}, true),
                         list_value({value, {}}, false),
                         {std::make_shared<const Dict>()},
                         {std::make_shared<const Dict>(Dict{{{Value{std::string("train")}, value}}})},
                         {std::make_shared<const Array>(make_array<float>({}, {0, 3}))},
                         {std::make_shared<const Array>(make_array<float>({1}, {}))},
                         {std::make_shared<const Array>(make_array<int64_t>({1, -2, 3, 4}, {2, 1, 2}))},
                         {std::make_shared<const ObjectArray>(ObjectArray{{}, {value}})},
                         {std::make_shared<const ObjectArray>(ObjectArray{{0}, {}})}};
    return odd[draws_.below(std::size(odd))];
  }

  KeyedDraws draws_;
};

}  // namespace

Value mutated_tree(const Value& tree, uint64_t key) {
  Value value = tree;
  KeyedDraws draws(subkey(key, "count"));
  for (uint64_t i = 1 + draws.below(3); i > 0; --i) value = TreeDamage(subkey(key, i)).changed(value, 6);
  return value;
}

}  // namespace mmim
