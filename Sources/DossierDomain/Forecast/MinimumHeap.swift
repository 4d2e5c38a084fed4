/// A queue that gives out its least element first, each in time logarithmic in its length.
struct MinimumHeap<Element: Comparable> {
    private var elements: [Element] = []

    /// The least element; nil if nothing waits.
    var least: Element? { elements.first }

    /// Adds an element.
    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard elements[child] < elements[parent] else { break }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the least element out; nil if nothing waits.
    mutating func popLeast() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let first = elements.first else { return last }
        elements[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < elements.count {
                if elements[child] < elements[least] { least = child }
            }
            if least == parent { break }
            elements.swapAt(parent, least)
            parent = least
        }
        return first
    }
}
