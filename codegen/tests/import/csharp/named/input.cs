public class Snapshot { public string Name { get; set; } = "n/a"; public int Size { get; set; } = 5; }
public record Other(string A);
