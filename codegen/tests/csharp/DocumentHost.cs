using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Contracts;
using Contracts.Support;

/// <summary>
/// Answers requests about types of plain schemas, one JSON object a line. Compiled together with the generated files.
/// </summary>
/// <remarks>
/// <code>
/// {"op":"document","path":"…","doc":"…"}     reads, validates, writes
/// {"op":"serializer","path":"…","doc":"…"}   through JsonSerializer
/// {"op":"equal","path":"…","doc":"…"}        whether two readings are equal
/// </code>
/// The answer is <c>{"ok":true,"out":"…"}</c> or <c>{"ok":false,"violations":["/pointer rule",…],"error":"…"}</c>.
/// </remarks>
internal static partial class DocumentHost
{
    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static int Main()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
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
            return JsonSerializer.Serialize(new { ok = true, @out = Run(request.RootElement) }, Relaxed);
        }
        catch (ContractException error)
        {
            IEnumerable<string> violations = error.Violations.Select(violation => $"{violation.Pointer} {violation.Rule}");
            return JsonSerializer.Serialize(new { ok = false, violations, error = error.Message }, Relaxed);
        }
        catch (Exception error)
        {
            // Not a verdict about the document: tests look for the kind of the exception.
            return JsonSerializer.Serialize(new { ok = false, violations = new[] { error.GetType().Name }, error = error.ToString() });
        }
    }

    private static string Run(JsonElement request)
    {
        string Text(string member) => request.GetProperty(member).GetString()!;

        Document document = Documents.Find(Text("path")) ?? throw new KeyNotFoundException("There is no such schema.");
        switch (Text("op"))
        {
            case "document":
                return document.RoundTrip(Text("doc"));
            case "serializer":
                return JsonSerializer.Serialize(JsonSerializer.Deserialize(Text("doc"), document.Type), document.Type, Relaxed);
            default:
                // By the methods of the type itself.
                object? one = JsonSerializer.Deserialize(Text("doc"), document.Type);
                object? other = JsonSerializer.Deserialize(Text("doc"), document.Type);
                return Equals(one, other) && one?.GetHashCode() == other?.GetHashCode() ? "true" : "false";
        }
    }
}
