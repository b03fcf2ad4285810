#include "data/postgres/errands.hpp"

#include <utility>

namespace strata::data::postgres {
namespace {

constexpr std::size_t threads = 2;  // so that a slow one does not hold up all others
constexpr std::size_t queue = 65'536;

}  // namespace

class Errands::Errand final : public Job {
  public:
    Errand(Errands& owner, std::string_view name, Work work, Done done)
        : Job(name), owner_(&owner), work_(std::move(work)), done_(std::move(done)) {}

  private:
    void run() noexcept override {
        try {
            work_();
        } catch (...) {
            error_ = std::current_exception();
        }
    }
    void done() override {
        const Done told = std::move(done_);
        const std::exception_ptr error = std::move(error_);
        std::erase_if(owner_->errands_,
                      [this](const auto& errand) { return errand.get() == this; });
        told(error);
    }

    Errands* owner_;
    Work work_;
    Done done_;
    std::exception_ptr error_{};
};

Errands::Errands(EventLoop& loop)
    : pool_(loop, {.cpu_threads = 1, .blocking_threads = threads, .queue = queue}) {}

Errands::~Errands() {
    for (const auto& errand : errands_) pool_.forget(*errand);
}

void Errands::start(std::string_view name, Work work, Done done) {
    auto errand = std::make_unique<Errand>(*this, name, std::move(work), std::move(done));
    errands_.push_back(std::move(errand));
    pool_.submit(*errands_.back(), Lane::blocking);
}

auto Errands::running() const -> std::string {
    const auto names = pool_.running_jobs();
    return names.empty() ? std::string() : names.front();
}

}  // namespace strata::data::postgres
