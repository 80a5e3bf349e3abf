#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <rapidjson/document.h>

#include "base/json_read.hpp"

namespace tasklog {
namespace {

/// A value of any kind, as RapidJSON holds it: what reads and compares apart from our own.
rapidjson::Value any_value(rapidjson::Document& whole, int depth) {
    auto& pool = whole.GetAllocator();
    const auto any_text = [&] {
        std::string text = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
        return rapidjson::Value(text + (text.size() % 2 == 0 ? "é😀" : ""), pool);
    };
    switch (*rc::gen::inRange(0, depth > 0 ? 8 : 6)) {
        case 0:
            return {};
        case 1:
            return rapidjson::Value(*rc::gen::arbitrary<bool>());
        case 2:
            return rapidjson::Value(*rc::gen::inRange<std::int64_t>(-3, 3));
        case 3:
            return rapidjson::Value(*rc::gen::arbitrary<std::uint64_t>());
        case 4:
            return rapidjson::Value(*rc::gen::inRange(-8, 8) / 4.0);
        case 5:
            return any_text();
        case 6: {
            rapidjson::Value array(rapidjson::kArrayType);
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i) array.PushBack(any_value(whole, depth - 1), pool);
            return array;
        }
        default: {
            rapidjson::Value object(rapidjson::kObjectType);
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
                rapidjson::Value name(std::string(1, static_cast<char>('a' + *rc::gen::inRange(0, 4))), pool);
                if (!object.HasMember(name)) object.AddMember(name, any_value(whole, depth - 1), pool);
            }
            return object;
        }
    }
}

std::string text_of(const rapidjson::Value& value) {
    return json::text([&](json::Writer& w) { value.Accept(w); });
}

}  // namespace

RC_GTEST_PROP(Json, is_written_as_it_was_read, ()) {
    rapidjson::Document whole;
    const std::string text = text_of(any_value(whole, 3));
    json::Document document;
    const auto read = document.parse(text);
    if (!read) RC_FAIL(text);
    RC_ASSERT(json::text([&](json::Writer& w) { json::write(w, *read); }) == text);
}

RC_GTEST_PROP(Json, is_equal_where_another_implementation_says_so, ()) {
    rapidjson::Document whole;
    const rapidjson::Value a = any_value(whole, 2);
    const rapidjson::Value b =
        *rc::gen::arbitrary<bool>() ? any_value(whole, 2) : rapidjson::Value(a, whole.GetAllocator());
    json::Document first;
    json::Document second;
    const auto x = first.parse(text_of(a));
    const auto y = second.parse(text_of(b));
    RC_ASSERT(json::equal(*x, *y) == (a == b));
}

TEST(Json, compares_objects_whatever_the_order_of_their_members) {
    json::Document first;
    json::Document second;
    const auto a = first.parse(R"({"a":1,"b":[1,2]})");
    EXPECT_TRUE(json::equal(*a, *second.parse(R"({"b":[1.0,2],"a":1})")));
    EXPECT_FALSE(json::equal(*a, *second.parse(R"({"b":[2,1],"a":1})")));
    EXPECT_FALSE(json::equal(*a, *second.parse(R"({"b":[1,2],"c":1})")));
}

TEST(Json, of_an_object_leaves_out_a_text_that_is_empty) {
    EXPECT_EQ(json::object({{"a", "x"}, {"b", ""}, {"c", false}, {"d", 7}}), R"({"a":"x","c":false,"d":7})");
    EXPECT_EQ(json::object({}), "{}");
}

TEST(Json, escapes_every_control_character_and_takes_none_as_it_is) {
    for (char c = 1; c < 0x20; ++c) {
        const std::string value = std::string(40, 'x') + c + std::string(40, 'y');
        const std::string json = json::text([&](json::Writer& w) { json::write(w, value); });
        EXPECT_EQ(json.find(c), std::string::npos) << static_cast<int>(c);
        rapidjson::Document document;
        document.Parse(json.data(), json.size());
        EXPECT_EQ(document.GetString(), value);
        const std::string raw = '"' + value + '"';
        document.Parse(raw.data(), raw.size());
        EXPECT_TRUE(document.HasParseError()) << static_cast<int>(c);
    }
}
}  // namespace tasklog
