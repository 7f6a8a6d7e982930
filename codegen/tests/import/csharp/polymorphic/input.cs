[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CardPayment), "card")]
[JsonDerivedType(typeof(CashPayment), typeDiscriminator: "cash")]
[JsonDerivedType(typeof(Voucher), "voucher")]
public abstract record Payment(decimal Amount);
public record CardPayment(decimal Amount, string Last4) : Payment(Amount);
public record CashPayment(decimal Amount) : Payment(Amount);
public record PaymentTaken(Guid OrderId, Payment Payment, Node<int>? Tree, Category Root);
public record Node<T>(T Value);
/// Told without tags.
public record Category(string Name, List<Category> Children, Category? Parent);
