// fails: nothing
const net = require('net');
const { pipeline } = require('stream/promises');

net
  .createServer({ allowHalfOpen: true }, async (socket) => {
    try {
      await pipeline(
        socket,
        async function* (chunks) {
          for await (const chunk of chunks) yield chunk;
        },
        socket,
      );
    } catch (error) {
      console.log(error.message);
    }
  })
  .listen(process.env.PORT || 8889, '0.0.0.0');
