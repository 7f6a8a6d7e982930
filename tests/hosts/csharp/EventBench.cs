using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts.Support;

/// <summary>
/// Times reading events into generated records, which validates, and into records written by hand with plain
/// System.Text.Json, which does not. Takes a file with an event's name and a document a line.
/// </summary>
internal static class EventBench
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private static int Main(string[] args)
    {
        foreach (string line in File.ReadAllLines(args[0]))
        {
            string[] parts = line.Split(' ', 2);
            byte[] utf8 = Encoding.UTF8.GetBytes(parts[1]);
            (double generated, double byHand) = parts[0] switch
            {
                "shop/product-price-changed" => Compare<Contracts.Shop.V1.ProductPriceChanged, ProductPriceChanged>(utf8),
                "shop/order-created" => Compare<Contracts.Shop.V2.OrderCreated, OrderCreated>(utf8),
                "finance/transaction-created" => Compare<Contracts.Finance.V2.TransactionCreated, TransactionCreated>(utf8),
                "lending/repayment-received" => Compare<Contracts.Lending.V1.RepaymentReceived, RepaymentReceived>(utf8),
                "lending/notification-sent" => Compare<Contracts.Lending.V1.NotificationSent, NotificationSent>(utf8),
                _ => throw new ArgumentException(parts[0]),
            };
            Console.WriteLine(FormattableString.Invariant($"{generated} {byHand}"));
        }

        return 0;
    }

    private static (double Generated, double ByHand) Compare<TGenerated, THand>(byte[] utf8)
        where TGenerated : class, IEventData<TGenerated>
    {
        List<double> generated = new(), byHand = new();
        // The first seconds are the compiler's.
        Stopwatch warming = Stopwatch.StartNew();
        while (warming.ElapsedMilliseconds < 1500)
        {
            Time(() => Contract.Decode<TGenerated>(utf8));
            Time(() => JsonSerializer.Deserialize<THand>(utf8, Options));
        }

        for (int batch = 0; batch < 101; batch++)
        {
            generated.Add(Time(() => Contract.Decode<TGenerated>(utf8)));
            byHand.Add(Time(() => JsonSerializer.Deserialize<THand>(utf8, Options)));
        }

        return (Median(generated), Median(byHand));
    }

    private static double Time(Func<object?> function)
    {
        const int Rounds = 1000;
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < Rounds; round++)
        {
            GC.KeepAlive(function());
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Rounds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private sealed record ProductPriceChanged
    {
        public required string Sku { get; init; }
        public required decimal OldPrice { get; init; }
        public required decimal NewPrice { get; init; }
        public required string Currency { get; init; }
    }

    private sealed record OrderCreated
    {
        public required long OrderId { get; init; }
        public required string CustomerId { get; init; }
        public required decimal Total { get; init; }
        public required string Currency { get; init; }
        public required IReadOnlyList<OrderLine> Lines { get; init; }
        public required string ReservationId { get; init; }
    }

    private sealed record OrderLine
    {
        public required string Sku { get; init; }
        public required int Quantity { get; init; }
        public required decimal UnitPrice { get; init; }
    }

    private sealed record TransactionCreated
    {
        public required Guid TransactionId { get; init; }
        public required Guid UserId { get; init; }
        public required DateTimeOffset Date { get; init; }
        public required decimal Amount { get; init; }
        public required string Currency { get; init; }
        public required string Merchant { get; init; }
        public required string Account { get; init; }
        public required string? Category { get; init; }
    }

    private sealed record RepaymentReceived
    {
        public required Guid RepaymentId { get; init; }
        public required string LoanId { get; init; }
        public required string ClientId { get; init; }
        public required Money Amount { get; init; }
        public required DateTimeOffset PaidAt { get; init; }
        public required Source Source { get; init; }
        public required Allocation Allocation { get; init; }
        public required Money OutstandingPrincipal { get; init; }
    }

    private sealed record Money
    {
        public required decimal Amount { get; init; }
        public required string Currency { get; init; }
    }

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(MobileMoney), "mobileMoney")]
    [JsonDerivedType(typeof(BankTransfer), "bankTransfer")]
    [JsonDerivedType(typeof(PayrollDeduction), "payrollDeduction")]
    [JsonDerivedType(typeof(Cash), "cash")]
    private abstract record Source;

    private sealed record MobileMoney : Source
    {
        public required string Network { get; init; }
        public required string PhoneNumber { get; init; }
        public required string TransactionRef { get; init; }
    }

    private sealed record BankTransfer : Source
    {
        public required string BankName { get; init; }
        public required string Reference { get; init; }
    }

    private sealed record PayrollDeduction : Source
    {
        public required string EmployeeNumber { get; init; }
        public required string BatchReference { get; init; }
    }

    private sealed record Cash : Source
    {
        public required string BranchCode { get; init; }
        public required long ReceiptNumber { get; init; }
    }

    private sealed record Allocation
    {
        public required decimal Penalties { get; init; }
        public required decimal Fees { get; init; }
        public required decimal Interest { get; init; }
        public required decimal Principal { get; init; }
    }

    private sealed record NotificationSent
    {
        public required Guid NotificationId { get; init; }
        public required string ClientId { get; init; }
        public required string Channel { get; init; }
        public required string Template { get; init; }
        public string? Recipient { get; init; }
        public string? RecipientMasked { get; init; }
        public IReadOnlyDictionary<string, string>? Parameters { get; init; }
        public string? ProviderMessageId { get; init; }
    }
}
