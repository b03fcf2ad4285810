#pragma once
// Rules of accounts. Pure: what is known comes in as values, what is to be comes out as a value.
#include <optional>

#include "schemas/auth.hpp"
#include "strata/values.hpp"

namespace domain::auth {

namespace errors = schemas::auth::errors;
using schemas::auth::Account;
using schemas::auth::AccountId;
using schemas::auth::Credentials;
using schemas::auth::DisplayName;
using schemas::auth::Login;
using strata::Result;
using strata::Timestamp;

// A new account; without a display name it is shown by its login.
auto open_account(bool login_taken, AccountId id, const Login& login,
                  const std::optional<DisplayName>& display_name, std::string password_hash,
                  Timestamp now) -> Result<Credentials, errors::login_taken>;

// What everybody may see of an account.
auto public_account(const Credentials& credentials) -> Account;

}  // namespace domain::auth
