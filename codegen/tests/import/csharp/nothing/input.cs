public interface IBus { Task Publish(object message); }
public class Consumer : IConsumer<X> { public void Consume() { } }
