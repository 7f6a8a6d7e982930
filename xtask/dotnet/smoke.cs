// What the toolchain must be able to do before it is used: C# 12, records, System.Text.Json.
using System.Text.Json;

var read = JsonSerializer.Deserialize<Smoke>("""{"X":[1,2]}""")!;
System.Console.WriteLine($"{read.X.Length}{JsonSerializer.Serialize(new Smoke { X = [3] })}");

public sealed record Smoke
{
    public required int[] X { get; init; }
}
