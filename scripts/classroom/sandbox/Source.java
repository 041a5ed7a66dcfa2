//JAVA 17+

// The text of a learner's file, in whatever encoding an editor has saved it.

import java.nio.ByteBuffer;
import java.nio.charset.*;
import static java.nio.charset.StandardCharsets.*;

/** @param encoding  UTF-8, UTF-16, or Latin-1 (Windows-1252, its larger sister) */
record Source(String text, String encoding) {

  /** @throws CharacterCodingException  when the bytes are no text */
  static Source of(byte[] bytes) throws CharacterCodingException {
    int[] zeros = new int[2];   // at even and at odd places; a letter of UTF-16 has one of them
    int control = 0, ascii = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) zeros[i % 2]++;
      else if (bytes[i] > 0 && bytes[i] < ' ' && "\t\n\r\f".indexOf(bytes[i]) < 0) control++;
      else if (bytes[i] > 0) ascii++;
    }
    int first = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF, most = bytes.length / 4;
    if (first == 0xFEFF || first == 0xFFFE) return new Source(decode(bytes, UTF_16), "UTF-16");   // a byte order mark
    if (zeros[0] == 0 && zeros[1] > most) return new Source(decode(bytes, UTF_16LE), "UTF-16");
    if (zeros[1] == 0 && zeros[0] > most) return new Source(decode(bytes, UTF_16BE), "UTF-16");
    if (zeros[0] + zeros[1] > 0) throw new CharacterCodingException();
    try {
      return new Source(decode(bytes, UTF_8).replaceFirst("^\uFEFF", ""), "UTF-8");
    } catch (CharacterCodingException e) {
      if (control > 0 || ascii < bytes.length / 2) throw e;
      return new Source(new String(bytes, Charset.forName("windows-1252")), "Latin-1");
    }
  }

  private static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
    return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** What to tell of another encoding than UTF-8; null otherwise. */
  String remark() {
    return encoding.equals("UTF-8") ? null
        : "the text is " + encoding + " and was read as such; save it as UTF-8, as Java expects";
  }
}
