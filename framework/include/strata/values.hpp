#pragma once
// The plain values of a service: everything that a domain function may know. No I/O, clock, thread
// or allocation beyond what a value holds.
#include "strata/values/bytes.hpp"
#include "strata/values/caller.hpp"
#include "strata/values/named.hpp"
#include "strata/values/result.hpp"
#include "strata/values/timestamp.hpp"
#include "strata/values/uuid.hpp"
