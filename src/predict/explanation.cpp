#include "predict/explanation.h"

namespace mmim {

namespace {

bool is_there(const Request& request, Modality modality) {
  if (modality == Modality::text) return !request.utterance.text.empty();
  return request.utterance.streams[modality].rows > 0;
}

Request without(Request request, Modality modality) {
  if (modality == Modality::text) {
    request.utterance.text.clear();
    request.utterance.context.clear();
  } else {
    request.utterance.streams[modality] = {};
  }
  return request;
}

/// Words before the place where the pieces of a text are cut off.
size_t words_that_are_read(const std::string& text, const std::vector<WordPlace>& words, const Predictor& predictor) {
  const int64_t limit = predictor.trained().config.text.limit;
  size_t read = 0;
  while (read < words.size() &&
         static_cast<int64_t>(predictor.trained().pieces->encode(text.substr(0, words[read].begin), limit).ids.size()) <
             limit)
    ++read;
  return read;
}

double score_of(const Json& answer) { return answer.at("score").get<double>(); }

}  // namespace

Explanation::Explanation(const Request& request, const Predictor& predictor)
    : text_(request.utterance.text),
      variants_{request},
      words_(word_places(text_)),
      read_(words_that_are_read(text_, words_, predictor)) {
  for (const Modality m : kModalities) {
    if (!predictor.reads(m) || !is_there(request, m)) continue;
    modalities_.push_back(m);
    variants_.push_back(without(request, m));
  }
  for (size_t i = 0; i < read_; ++i) {
    variants_.push_back(request);
    variants_.back().utterance.text.erase(words_[i].begin, words_[i].end - words_[i].begin);
  }
}

Json Explanation::explain(const std::vector<Json>& answers) const {
  const double score = score_of(answers.front());
  Json absent = Json::object(), words = Json::array();
  for (size_t i = 0; i < modalities_.size(); ++i) {
    const double other = score_of(answers[1 + i]);
    absent[word(modalities_[i])] = {{"score", other}, {"effect", score - other}};
  }
  for (size_t i = 0; i < words_.size(); ++i) {
    const WordPlace& place = words_[i];
    words.push_back({{"word", text_.substr(place.begin, place.end - place.begin)},
                     {"first", place.first},
                     {"last", place.last},
                     {"effect", i < read_ ? Json(score - score_of(answers[1 + modalities_.size() + i])) : Json()}});
  }
  return {{"answer", answers.front()}, {"without", absent}, {"words", words}};
}

}  // namespace mmim
