namespace Shop.Contracts;

/// <summary>The list price of a product changed.</summary>
/// <param name="Sku">The product, as <see cref="Catalog.Sku"/> says.</param>
/// <param name="OldPrice">Before &amp; after tax.</param>
public record ProductPriceChanged(string Sku, decimal OldPrice, decimal NewPrice, string Currency);

public sealed record OrderCreated(
    int OrderId,
    Guid CustomerId,
    DateTimeOffset PlacedAt,
    DateOnly? DueOn,
    IReadOnlyList<OrderLine> Lines,
    Dictionary<string, decimal> Fees,
    HashSet<string> Tags,
    int[] Ratings,
    byte[] Receipt,
    long? PointsEarned = null,
    int Retries = 3,
    OrderChannel Channel = OrderChannel.Web,
    Guid EventId = default,
    DateTime OccurredAt = default);

/// <summary>One product of an order.</summary>
public readonly record struct OrderLine(string Sku, short Quantity, double WeightKg, Money UnitPrice);

public record Money(decimal Amount, string Currency);

/// <summary>Where the order was placed.</summary>
public enum OrderChannel { Web = 1, App, InStore }

public record RefundProcessed(string RefundRef, Money Refunded);
