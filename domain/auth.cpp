#include "domain/auth.hpp"

namespace domain::auth {

auto open_account(bool login_taken, AccountId id, const Login& login,
                  const std::optional<DisplayName>& display_name, std::string password_hash,
                  Timestamp now) -> Result<Credentials, errors::login_taken> {
    if (login_taken) return errors::login_taken{};
    // Every login is a display name: 3 to 32 of the 1 to 64 characters.
    auto shown = display_name ? *display_name : DisplayName::parse(login.value()).value();
    return Credentials(id, login, std::move(shown), std::move(password_hash), now);
}

auto public_account(const Credentials& credentials) -> Account {
    return Account(credentials.id, credentials.login, credentials.display_name);
}

}  // namespace domain::auth
