#include "strata/loop/weak_handle.hpp"

#include <doctest/doctest.h>

using strata::WeakHandle;

TEST_CASE("a handle sees its object until that is gone, and owns nothing of it") {
    CHECK(WeakHandle<int>().get() == nullptr);
    auto object = std::make_shared<int>(7);
    const WeakHandle<int> handle(object, *object);
    const WeakHandle<int> copy = handle;
    CHECK(object.use_count() == 1);
    CHECK(handle.get() == object.get());
    CHECK(copy.get() == object.get());
    auto kept = copy.lock();
    object.reset();
    CHECK(handle.get() == kept.get());
    kept.reset();
    CHECK(handle.get() == nullptr);
    CHECK(copy.lock() == nullptr);
}
