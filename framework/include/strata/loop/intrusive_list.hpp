#pragma once
// IntrusiveList<T>: a doubly linked list of objects that derive from ListNode. It owns nothing and
// allocates nothing; a node is in at most one list, and leaves it when it is destroyed. One thread
// at a time.
#include <type_traits>

namespace strata {

class ListNode {
  public:
    ListNode(const ListNode&) = delete;
    auto operator=(const ListNode&) -> ListNode& = delete;

    [[nodiscard]] auto is_linked() const noexcept -> bool { return next_ != nullptr; }
    void unlink() noexcept {
        if (next_ == nullptr) return;
        previous_->next_ = next_;
        next_->previous_ = previous_;
        previous_ = next_ = nullptr;
    }

  protected:
    ListNode() noexcept = default;
    ~ListNode() { unlink(); }

  private:
    template <class T>
    friend class IntrusiveList;
    ListNode* previous_ = nullptr;
    ListNode* next_ = nullptr;
};

template <class T>
class IntrusiveList final {
  public:
    IntrusiveList() noexcept { head_.previous_ = head_.next_ = &head_; }
    IntrusiveList(const IntrusiveList&) = delete;
    auto operator=(const IntrusiveList&) -> IntrusiveList& = delete;
    // What is left stays alive, in no list.
    ~IntrusiveList() {
        while (pop_front() != nullptr) {
        }
    }

    [[nodiscard]] auto empty() const noexcept -> bool { return head_.next_ == &head_; }
    [[nodiscard]] auto front() noexcept -> T* { return node(head_.next_); }
    // The node after `item`, which must be in this list; null after the last.
    [[nodiscard]] auto after(T& item) noexcept -> T* { return node(links(item).next_); }

    // REQUIRES: the item is in no list.
    void push_back(T& item) noexcept {
        ListNode& added = links(item);
        added.previous_ = head_.previous_;
        added.next_ = &head_;
        head_.previous_->next_ = &added;
        head_.previous_ = &added;
    }
    auto pop_front() noexcept -> T* {
        T* first = front();
        if (first != nullptr) links(*first).unlink();
        return first;
    }
    // Moves all nodes of `other` behind those of this list.
    void append(IntrusiveList& other) noexcept {
        if (other.empty()) return;
        ListNode* first = other.head_.next_;
        ListNode* last = other.head_.previous_;
        other.head_.previous_ = other.head_.next_ = &other.head_;
        first->previous_ = head_.previous_;
        head_.previous_->next_ = first;
        last->next_ = &head_;
        head_.previous_ = last;
    }

  private:
    struct Head final : ListNode {};
    static auto links(T& item) noexcept -> ListNode& {
        static_assert(std::is_base_of_v<ListNode, T>);
        return item;
    }
    auto node(ListNode* links) noexcept -> T* {
        return links == &head_ ? nullptr : static_cast<T*>(links);
    }
    Head head_;
};

}  // namespace strata
