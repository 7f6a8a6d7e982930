#pragma warning disable CS0618 // A deprecated event is among those that are tested.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Contracts;
using Contracts.Support;
using Enums = Contracts.Enums;
using Formats = Contracts.Formats.V1;
using Numbers = Contracts.Numbers.V1;
using Open = Contracts.OpenEnum.V1;
using Optionals = Contracts.OptionalNullable.V1;
using Records = Contracts.Record.V1;
using Unions = Contracts.Union.V1;
using Versions = Contracts.Versions;

/// <summary>What a service does with the generated types, as far as no JSON document can show it.</summary>
internal static partial class Host
{
    private static readonly Records.OrderPlaced Order = new()
    {
        OrderId = Guid.Parse("f123b97d-9da7-46d8-afb3-2ce6ec924db0"),
        Total = 1.50m,
        PlacedAt = new DateTimeOffset(2026, 1, 14, 16, 0, 0, TimeSpan.FromHours(2)),
        IsGift = false,
        Quantity = 2,
    };

    static partial void More(string op, ref string? answer)
    {
        if (op == "usage")
        {
            Envelopes();
            Headers();
            Dispatch();
            Violations();
            Absence();
            Enumerations();
            Serializers();
            answer = "done";
        }
    }

    private static void Envelopes()
    {
        Guid correlation = Guid.NewGuid();
        EventEnvelope<Records.OrderPlaced> sent = EventEnvelope.Create(Order, correlation);
        Is(sent.EventId != Guid.Empty && sent.CorrelationId == correlation && sent.Version == new ContractVersion(1, 0));
        string json = Contract.EncodeEnvelope(sent);
        Is(Contract.DecodeEnvelope<Records.OrderPlaced>(json) == sent);
        Is(Contract.DecodeEnvelope<Records.OrderPlaced>(Encoding.UTF8.GetBytes(json)) == sent);
        Is(JsonSerializer.Deserialize<EventEnvelope<Records.OrderPlaced>>(JsonSerializer.Serialize(sent)) == sent);
        Is(EventCatalog.Decode(json).Equals(sent));

        // A newer minor is read, another event or major is not.
        string newer = json.Replace("\"version\":\"1.0\"", "\"version\":\"1.7\"", StringComparison.Ordinal);
        Is(Contract.DecodeEnvelope<Records.OrderPlaced>(newer).Version.Minor == 7);
        Fails("/eventType", "const", () => Contract.DecodeEnvelope<Records.TillClosed>(json));
        string major = json.Replace("\"version\":\"1.0\"", "\"version\":\"2.0\"", StringComparison.Ordinal);
        Fails("/version", "const", () => Contract.DecodeEnvelope<Records.OrderPlaced>(major));
        string leading = json.Replace("\"version\":\"1.0\"", "\"version\":\"01.0\"", StringComparison.Ordinal);
        Fails("/version", "pattern", () => Contract.DecodeEnvelope<Records.OrderPlaced>(leading));
        Fails("/causationId", "type", () => Contract.DecodeEnvelope<Records.OrderPlaced>(json[..^1] + ",\"causationId\":null}"));
        Fails("", "duplicate", () => Contract.DecodeEnvelope<Records.OrderPlaced>(json[..^1] + ",\"data\":{}}"));
        Fails("/data/quantity", "type", () => EventCatalog.Decode(json.Replace("\"quantity\":2", "\"quantity\":null", StringComparison.Ordinal)));

        // A producer's header is checked when it is written.
        Fails("/source", "pattern", () => Contract.EncodeEnvelope(sent with { Source = "Not A Service" }));
        Fails("/version", "const", () => Contract.EncodeEnvelope(sent with { Version = new ContractVersion(2, 0) }));
        Fails("/traceparent", "pattern", () => Contract.EncodeEnvelope(sent with { Traceparent = "00" }));
        Fails("/data/note", "maxLength", () => Contract.EncodeEnvelope(sent with { Data = Order with { Note = "too long" } }));
    }

    private static void Headers()
    {
        EnvelopeHeader header = EventEnvelope.ReadHeader("""{"data":{"eventType":1},"version":"3.1","source":"s","eventType":"Any"}""");
        Is(header == new EnvelopeHeader("Any", new ContractVersion(3, 1), "s"));
        Fails("", "required", () => EventEnvelope.ReadHeader("""{"version":"3.1","source":"s"}"""));
        Fails("/eventType", "type", () => EventEnvelope.ReadHeader("""{"eventType":null}"""));
        Fails("", "json", () => EventEnvelope.ReadHeader("""{"version":"3.1","source":"s","eventType":"Any"} {"""));
        Fails("", "json", () => EventEnvelope.ReadHeader("\ud800"));
        Fails("", "json", () => EventEnvelope.ReadHeader(new byte[] { (byte)'"', 0xFF, (byte)'"' }));
    }

    private static void Dispatch()
    {
        static string Envelope(string type, string version, string source, string data) =>
            $$"""{"data":{{data}},"eventId":"f123b97d-9da7-46d8-afb3-2ce6ec924db0","eventType":"{{type}}","timestamp":"2026-01-14T16:00:00Z","correlationId":"f123b97d-9da7-46d8-afb3-2ce6ec924db0","source":"{{source}}","version":"{{version}}"}""";

        Is(EventCatalog.Decode(Envelope("PriceChanged", "1.0", "golden-service", """{"id":1}""")).Data is Versions.V1.PriceChanged { Id: 1 });
        Is(EventCatalog.Decode(Envelope("PriceChanged", "1.0", "other-service", """{"name":"a"}""")).Data is Contracts.VersionsOfAnotherDomain.V1.PriceChanged);
        Is(EventCatalog.Decode(Envelope("PriceChanged", "2.3", "whoever", """{"id":"a"}""")).Data is Versions.V2.PriceChanged { Id: "a" });
        ContractException ambiguous = Fails("/eventType", "enum", () => EventCatalog.Decode(Envelope("PriceChanged", "1.0", "whoever", "{}")));
        Is(ambiguous.Message.Contains("versions/PriceChanged 1.1", StringComparison.Ordinal)
            && ambiguous.Message.Contains("versions-of-another-domain/PriceChanged 1.0", StringComparison.Ordinal));
        Fails("/eventType", "enum", () => EventCatalog.Decode(Envelope("NoSuchEvent", "1.0", "golden-service", "{}")));
        Fails("/version", "enum", () => EventCatalog.Decode(Envelope("PriceChanged", "9.0", "golden-service", "{}")));
        Is(EventCatalog.Find("versions", "PriceChanged", 1)?.Version == new ContractVersion(1, 1));
        Is(EventCatalog.Find("versions", "PriceChanged", 3) is null);
    }

    private static void Violations()
    {
        // All of them at once, also what the compiler could not prevent.
        Formats.VisitBooked visit = Contract.Decode<Formats.VisitBooked>(
            """{"id":"f123b97d-9da7-46d8-afb3-2ce6ec924db0","at":"2026-01-14T16:00:00Z","day":"2026-01-14","length":"P1D","mail":"a@b.c","page":"a:b","code":"ab","slot":"A"}""");
        ContractException error = Fails(
            "/length",
            "format",
            () => Contract.Encode(visit with { Length = "5 minutes", Mail = null!, Code = "a", Days = [default, default] }));
        Is(string.Join(" ", error.Violations.Select(v => v.Pointer + ":" + v.Rule)) == "/length:format /mail:type /code:minLength /days:uniqueItems");
        Numbers.MeterRead meter = Contract.Decode<Numbers.MeterRead>(
            """{"i8":0,"i16":0,"i32":0,"i64":0,"u8":0,"u16":1,"u32":0,"u64":0,"ratio":0,"share":1,"step":0,"wide":0}""");
        Fails("/ratio", "type", () => Contract.Encode(meter with { Ratio = double.NaN }));
        Is(Order.Validate().Count == 0);
    }

    private static void Absence()
    {
        Optionals.ProfileChanged profile = Contract.Decode<Optionals.ProfileChanged>(
            """{"requiredText":"a","nullableText":null,"requiredNumber":1,"nullableNumber":null,"requiredPart":{"a":1},"nullablePart":null}""");
        Is(!profile.EitherText.IsPresent && profile.EitherText == default && profile.OptionalNumber is null);
        Is(!Contract.Encode(profile).Contains("either", StringComparison.Ordinal));
        Is(Contract.Encode(profile with { EitherText = new(null), EitherNumber = 5 })
            .Contains("\"eitherText\":null,", StringComparison.Ordinal));
        Is((profile with { EitherNumber = 5 }).EitherNumber == new Optional<int?>(5));
    }

    private static void Enumerations()
    {
        Is(new Open.MessageSentChannel("sms") == Open.MessageSentChannel.Sms && Open.MessageSentChannel.Sms.IsKnown);
        Is(!new Open.MessageSentChannel("pigeon").IsKnown && default(Open.MessageSentChannel).Value.Length == 0);
        Enums.V1.ShirtMade shirt = Contract.Decode<Enums.V1.ShirtMade>("""{"size":"small","status":"a/b","kind":"shirt","fit":null,"sizes":[]}""");
        Fails("/size", "enum", () => Contract.Encode(shirt with { Size = (Enums.Types.Size)7 }));
        Fails("/sizes/1", "enum", () => Contract.Encode(shirt with { Sizes = [Enums.Types.Size.Small, (Enums.Types.Size)(-1)] }));
    }

    private static void Serializers()
    {
        // The place survives the serializer, also inside of a type that is not generated.
        ContractException error = Fails(
            "/decision/tags/0",
            "type",
            () => JsonSerializer.Deserialize<Unions.LoanDecided>("""{"decision":{"tags":[1],"outcome":"approved"}}""", Unusual));
        Is(error.Path is not null);
        Fails("/quantity", "type", () => JsonSerializer.Deserialize<Outer>("""{"ORDER":{"quantity":"2"}}""", Unusual));
        Is(JsonSerializer.Deserialize<Outer>("""{"ORDER":null}""", Unusual)?.Order is null);

        // An arm that is serialized by its own type keeps its tag.
        var arm = new Unions.LoanDecidedDecision.Approved { Amount = 1 };
        Is(JsonSerializer.Serialize(arm) == """{"outcome":"approved","amount":1}""");
        Is(JsonSerializer.Deserialize<Unions.LoanDecidedDecision.Approved>(JsonSerializer.Serialize(arm)) == arm);
        Fails("", "enum", () => JsonSerializer.Deserialize<Unions.LoanDecidedDecision.Declined>(JsonSerializer.Serialize(arm)));

        // Lists are compared by what is in them.
        Unions.LoanDecidedDecision.Approved one = arm with { Tags = ["a"] }, other = arm with { Tags = new List<string> { "a" } };
        Is(one == other && one.GetHashCode() == other.GetHashCode() && one != arm with { Tags = ["b"] });
    }

    private static void Is(bool holds, [CallerArgumentExpression(nameof(holds))] string what = "", [CallerLineNumber] int line = 0)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Usage.cs({line}): {what}");
        }
    }

    private static ContractException Fails(string pointer, string rule, Func<object?> action, [CallerLineNumber] int line = 0)
    {
        try
        {
            action();
        }
        catch (ContractException error)
        {
            Is(error.Pointer == pointer && error.Rule == rule, $"expected {pointer} [{rule}], got {error.Message}", line);
            return error;
        }

        throw new InvalidOperationException($"Usage.cs({line}): nothing failed");
    }

    private sealed record Outer(Records.OrderPlaced? Order);
}
