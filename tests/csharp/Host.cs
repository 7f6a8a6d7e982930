using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Contracts;
using Contracts.Support;

/// <summary>
/// Answers requests about the generated code, one JSON object a line. Compiled together with the generated files.
/// </summary>
/// <remarks>
/// <code>
/// {"op":"data"|"envelope","domain":…,"type":…,"major":1,"doc":"…"}   reads, validates, writes
/// {"op":"any","doc":"…"}                                              reads whichever event the envelope holds
/// {"op":"serializer","domain":…,"type":…,"major":1,"doc":"…"}        through JsonSerializer with unusual options
/// {"op":"equal","domain":…,"type":…,"major":1,"doc":"…"}             whether two readings are equal records
/// {"op":"scalar","kind":"decimal","doc":"…"}                          one value
/// {"op":"catalog"}                                                    the events
/// </code>
/// The answer is <c>{"ok":true,"out":"…"}</c> or <c>{"ok":false,"pointer":…,"rule":…,"error":…,"violations":[…]}</c>.
/// </remarks>
internal static partial class Host
{
    // What MassTransit does, and a naming policy on top that no contract uses.
    private static readonly JsonSerializerOptions Unusual = new()
    {
        PropertyNameCaseInsensitive = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.WriteAsString,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static int Main()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = false };
        while (input.ReadLine() is { } line)
        {
            output.WriteLine(Answer(line));
            output.Flush();
        }

        return 0;
    }

    private static string Answer(string line)
    {
        try
        {
            using JsonDocument request = JsonDocument.Parse(line);
            return JsonSerializer.Serialize(new { ok = true, @out = Run(request.RootElement) });
        }
        catch (ContractException error)
        {
            var violations = error.Violations.Select(violation =>
                new { pointer = violation.Pointer, rule = violation.Rule, message = violation.Message });
            return JsonSerializer.Serialize(
                new { ok = false, pointer = error.Pointer, rule = error.Rule, error = error.Message, violations });
        }
        catch (Exception error)
        {
            // Not a verdict about the document: tests look for the kind of the exception.
            return JsonSerializer.Serialize(
                new { ok = false, pointer = "", rule = error.GetType().Name, error = error.ToString(), violations = Array.Empty<object>() });
        }
    }

    private static string Run(JsonElement request)
    {
        string op = Text(request, "op");
        switch (op)
        {
            case "data":
                return Event(request).RoundTrip(Text(request, "doc"));
            case "envelope":
                return Event(request).RoundTripEnvelope(Text(request, "doc"));
            case "any":
                IEventEnvelope envelope = EventCatalog.Decode(Text(request, "doc"));
                return JsonSerializer.Serialize(envelope, envelope.GetType(), Unusual);
            case "serializer":
                Type type = Event(request).Type;
                return JsonSerializer.Serialize(JsonSerializer.Deserialize(Text(request, "doc"), type, Unusual), type, Unusual);
            case "equal":
                EventDescriptor descriptor = Event(request);
                IEventData one = descriptor.Decode(Text(request, "doc")), other = descriptor.Decode(Text(request, "doc"));
                return one.Equals(other) && one.GetHashCode() == other.GetHashCode() ? "true" : "false";
            case "scalar":
                return Scalar(Text(request, "kind"), Text(request, "doc"));
            case "catalog":
                return string.Join("\n", EventCatalog.All.Select(entry => $"{entry} {entry.Source} {entry.Type.FullName}"));
            default:
                string? answer = null;
                More(op, ref answer);
                return answer ?? throw new ArgumentException($"There is no operation {op}.");
        }
    }

    /// <summary>Operations of a file that is compiled with this one, if there is any.</summary>
    static partial void More(string op, ref string? answer);

    private static string Scalar(string kind, string doc) => kind switch
    {
        "timestamp" => Scalar(doc, Wire.DateTimeOffset, Wire.Write),
        "date" => Scalar(doc, Wire.DateOnly, Wire.Write),
        "decimal" => Scalar(doc, Wire.Decimal, Wire.Write),
        "double" => Scalar(doc, Wire.Double, Wire.Write),
        "uuid" => Scalar(doc, Wire.Guid, Wire.Write),
        "duration" => Scalar(doc, Wire.Duration, Wire.Write),
        "integer-int8" => Scalar(doc, Wire.SByte, Wire.Write),
        "integer-int16" => Scalar(doc, Wire.Int16, Wire.Write),
        "integer-int32" => Scalar(doc, Wire.Int32, Wire.Write),
        "integer-int64" => Scalar(doc, Wire.Int64, Wire.Write),
        "integer-uint8" => Scalar(doc, Wire.Byte, Wire.Write),
        "integer-uint16" => Scalar(doc, Wire.UInt16, Wire.Write),
        "integer-uint32" => Scalar(doc, Wire.UInt32, Wire.Write),
        "integer-uint64" => Scalar(doc, Wire.UInt64, Wire.Write),
        "email" => Format(doc, Contracts.Support.Text.IsEmail),
        "uri" => Format(doc, text => Contracts.Support.Text.IsUri(text)),
        _ => throw new ArgumentException($"There is no scalar {kind}."),
    };

    private static string Scalar<T>(string doc, JsonRead<T> read, JsonWrite<T> write) =>
        Encoding.UTF8.GetString(Contract.ToUtf8(Contract.Parse(Contract.Utf8(doc), read), write));

    private static string Format(string doc, Predicate<string> holds)
    {
        string text = Contract.Parse(Contract.Utf8(doc), Wire.String);
        return holds(text) ? doc : throw new ContractException("format", "does not have the format");
    }

    private static EventDescriptor Event(JsonElement request) =>
        EventCatalog.Find(Text(request, "domain"), Text(request, "type"), request.GetProperty("major").GetUInt32())
        ?? throw new KeyNotFoundException("There is no such event.");

    private static string Text(JsonElement request, string member) =>
        request.GetProperty(member).GetString() ?? throw new ArgumentException($"{member} is null.");
}
