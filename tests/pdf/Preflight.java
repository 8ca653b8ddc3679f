/*
 * Preflight: say whether files are valid PDF/A-1b (ISO 19005-1), by PDFBox.
 *
 * java -cp pdfbox2.jar:preflight2.jar:... Preflight.java FILE.pdf ...
 * Prints « FILE: valid » or one line per fault; ends with 1 when any file
 * is not valid.
 */
import java.io.File;

import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

public class Preflight {
	static boolean valid(String name) throws Exception {
		ValidationResult result;
		PreflightParser parser = new PreflightParser(new File(name));

		try {
			parser.parse();
			try (PreflightDocument doc = parser.getPreflightDocument()) {
				doc.validate();
				result = doc.getResult();
			}
		} catch (SyntaxValidationException e) {
			result = e.getResult();
		}
		if (result.isValid())
			System.out.println(name + ": valid");
		for (ValidationResult.ValidationError e : result.getErrorsList())
			System.out.println(name + ": " + e.getErrorCode() + " "
			    + e.getDetails());
		return result.isValid();
	}

	public static void main(String[] args) throws Exception {
		boolean all = args.length > 0;

		for (String name : args)
			all &= valid(name);
		System.exit(all ? 0 : 1);
	}
}
