import Synchronization
import WorkingCalendar

/// Slows down whoever tries out codes (hạn chế dò mã hồ sơ): a budget of look-ups for each address, and a smaller one
/// for all of them while many unknown codes are asked for.
///
/// A budget fills evenly, up to a minute's worth. A look-up costs one, one for a code that does not exist ten: people
/// mistype, programs that guess do little else. What is left depends on the address alone, never on the code that is
/// asked for next, so a refusal tells nothing about it.
///
/// Source: project decision, 2026-11-29; law asks for no numbers.
public final class LookupLimiter: Sendable {
    /// How much may be asked (mức tra cứu).
    public struct Allowance: Sendable {
        /// Look-ups from one address within a minute.
        public let perMinute: Int
        /// Look-ups of unknown codes from all addresses together within a minute, before budgets shrink.
        public let unknownPerMinute: Int

        /// Creates an allowance.
        ///
        /// - Parameters:
        ///   - perMinute: Look-ups from one address, 1 or more.
        ///   - unknownPerMinute: Unknown codes from all addresses, 1 or more.
        public init(perMinute: Int = 600, unknownPerMinute: Int = 1_200) {
            self.perMinute = perMinute
            self.unknownPerMinute = unknownPerMinute
        }
    }

    /// What is left of an address's budget (hạn mức còn lại).
    public struct Standing: Hashable, Sendable {
        /// The whole budget, in look-ups.
        public let limit: Int
        /// What is left of it, in look-ups.
        public let remaining: Int
        /// After how many seconds it is whole again.
        public let resetSeconds: Int64
    }

    /// What a look-up of an unknown code costs, in look-ups.
    static let unknownCost = 10
    /// By how much budgets shrink while too many unknown codes are asked for.
    static let pressureDivisor = 20
    /// How many addresses are remembered; those whose budget is nearest to whole are forgotten first.
    public static let maximumAddresses = 100_000

    private static let minuteMicroseconds: Int64 = 60_000_000

    private struct Memory {
        /// When the budget of an address will be whole again, in microseconds since 1970.
        var wholeAt: [String: Int64] = [:]
        /// The same for the budget of unknown codes that all share.
        var sharedWholeAt: Int64 = 0
        /// The latest moment that was seen, in microseconds since 1970.
        private var latest: Int64 = 0

        /// Forgets what is owed where the clock was set back, for else it would be owed for as long as that went back.
        ///
        /// Who waited for the others comes with an earlier moment than theirs, which is then no clock set back.
        mutating func see(_ now: Int64) {
            if latest - now > minuteMicroseconds { self = Memory() }
            latest = max(latest, now)
        }
    }

    private let allowance: Allowance
    private let memory = Mutex(Memory())
    private let clock: any WallClock

    /// Creates a limiter that counts by the machine's time.
    ///
    /// - Parameters:
    ///   - allowance: How much may be asked.
    ///   - machineClock: The machine's time.
    public init(allowance: Allowance = Allowance(), machineClock: any WallClock) {
        self.allowance = allowance
        clock = machineClock
    }

    /// Pays for a look-up, or refuses it.
    ///
    /// - Parameter address: From where: an address, or the network that one person has.
    /// - Returns: What is left of the budget.
    /// - Throws: ``RequestRefusal/tooManyLookups(retryAfterSeconds:)``, for which nothing is paid.
    public func pay(from address: String) throws(RequestRefusal) -> Standing {
        let now = clock.now.milliseconds * 1000
        let answer = memory.withLock { memory -> (standing: Standing?, wait: Int64) in
            memory.see(now)
            let pressure = Self.debt(memory.sharedWholeAt, now: now, atMost: Self.mostShared)
            let limit = pressure > Self.minuteMicroseconds ? shrunkLimit : allowance.perMinute
            let span = Int64(limit) * interval
            let paid = Self.debt(memory.wholeAt[address], now: now, atMost: mostOwed) + interval
            guard paid <= span else { return (nil, paid - span) }
            memory.wholeAt[address] = now + paid
            Self.forgetSome(&memory.wholeAt, now: now)
            return (standing(limit: limit, paid: paid), 0)
        }
        guard let standing = answer.standing else {
            throw .tooManyLookups(retryAfterSeconds: Self.seconds(answer.wait))
        }
        return standing
    }

    /// Lets an address pay the rest of the price of a look-up that it has paid for and whose code does not exist.
    ///
    /// - Parameter address: From where, as in ``pay(from:)``.
    /// - Returns: What is left of the budget.
    @discardableResult
    public func noteUnknown(from address: String) -> Standing {
        let now = clock.now.milliseconds * 1000
        return memory.withLock { memory in
            memory.see(now)
            let owed = Self.debt(memory.wholeAt[address], now: now, atMost: mostOwed)
            // Of many that were paid for at once only so much is added.
            let paid = min(owed + restOfUnknown, mostOwed)
            memory.wholeAt[address] = now + paid
            let one = Self.minuteMicroseconds / Int64(allowance.unknownPerMinute)
            // Past two minutes' worth no more is added, so that the pressure ends a minute after the guessing.
            let shared = Self.debt(memory.sharedWholeAt, now: now, atMost: Self.mostShared) + one
            memory.sharedWholeAt = now + min(shared, Self.mostShared)
            return standing(limit: allowance.perMinute, paid: paid)
        }
    }

    private func standing(limit: Int, paid: Int64) -> Standing {
        let left = max(0, Int64(limit) * interval - paid)
        return Standing(limit: limit, remaining: Int(left / interval), resetSeconds: Self.seconds(paid))
    }

    private var interval: Int64 { max(1, Self.minuteMicroseconds / Int64(allowance.perMinute)) }

    private var shrunkLimit: Int { max(1, allowance.perMinute / Self.pressureDivisor) }

    /// What a look-up of an unknown code costs besides the look-up itself.
    private var restOfUnknown: Int64 { Int64(Self.unknownCost - 1) * interval }

    /// The most that an address owes: twice a whole budget, and one unknown code past it.
    private var mostOwed: Int64 { 2 * Self.minuteMicroseconds + restOfUnknown }

    /// The most that all owe together.
    private static let mostShared = 2 * minuteMicroseconds

    /// What is still owed, as time; a clock that was set back a little lengthens it no further than that.
    private static func debt(_ wholeAt: Int64?, now: Int64, atMost most: Int64) -> Int64 {
        guard let wholeAt, wholeAt > now else { return 0 }
        return min(wholeAt - now, most)
    }

    private static func seconds(_ microseconds: Int64) -> Int64 { max(1, (microseconds + 999_999) / 1_000_000) }

    private static func forgetSome(_ table: inout [String: Int64], now: Int64) {
        guard table.count > maximumAddresses else { return }
        table = table.filter { $0.value > now }
        table.forgetOlderHalf(beyond: maximumAddresses / 2, by: \.self)
    }
}
