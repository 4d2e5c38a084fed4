/// Takes all elements of a list that is read in pages (duyệt danh sách theo trang), one after the other.
///
/// It ends with the first page that is not full; what comes behind an element is read after it was taken.
///
/// - Parameters:
///   - size: How many elements a full page has, 1 or more.
///   - page: Reads the page behind an element; nil stands for the beginning of the list.
///   - take: Takes an element.
/// - Throws: What the closures throw.
func walkPages<Element>(
    of size: Int,
    _ page: (_ last: Element?) throws -> [Element],
    take: (Element) throws -> Void
) rethrows {
    var last: Element?
    while true {
        let elements = try page(last)
        for element in elements { try take(element) }
        guard elements.count == size else { return }
        last = elements.last
    }
}
