public record Half(string A, = , int B, List<> C, string
public record Whole(int Id);
public class OpenEvent { public string Name { get; set; } public int ; [Attr( public
