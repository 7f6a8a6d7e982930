#nullable enable
public abstract class DomainEvent : IDomainEvent
{
    public Guid EventId { get; set; } = Guid.NewGuid();
    public DateTime OccurredAt { get; set; } = DateTime.UtcNow;
    public string CorrelationId { get; set; } = Guid.NewGuid().ToString();
    /// <summary>Who is served.</summary>
    public string Tenant { get; set; } = "";
}
public interface IDomainEvent { Guid EventId { get; } }

/* A comment { with braces } */
public partial class StockDebited : DomainEvent
{
    public const int Max = 5;
    public static StockDebited Empty => new StockDebited { Items = new List<Item> { new Item() } };
    private readonly string _note = "}";
    public int Total => Items.Count;
    public string Label { get { return $"{Tenant}: {string.Join("}", Items)}"; } }
    public string Legacy;
    public Guid OrderId { get; }
    public List<Item> Items { get; private set; } = new() { };
    public (int, string) Pair { get; set; }
    public new string CorrelationId { get; set; } = string.Empty;
    public ErrorInfo? Error { get; set; }
    public StockDebited(Guid orderId) { OrderId = orderId; if (orderId == default) { throw new ArgumentException("x"); } }
    public override string ToString() => $"{OrderId}";
    public bool TryGet<T>(string key, out T value) where T : class { value = null!; return false; }
    public string this[int index] { get => Items[index].Name; set { } }

    public class Item { public string Name { get; set; } = ""; public int Left { get; set; } }
}
public partial class StockDebited { public bool Done { get; set; } }

public record ErrorInfo(string Code, ErrorInfo? Inner, object? Details, Unknown.Thing Thing, List<MissingDto> Missing);

public class StockProjection { public Guid Id { get; set; } }

public class StockDebitedHandler : IHandleMessages<StockDebited>
{
    private readonly IBus _bus;
    public async Task Handle(StockDebited message) { foreach (var record in message.Items) { await _bus.Publish(record); } }
}
