"""The use cases. Socket.IO and HTTP are unknown here: who publishes is an argument, and so is the present instant."""
