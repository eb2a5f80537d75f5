import { SaxesParser } from 'saxes';

/** An element as an XML parser reads it. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/** The root of a document. Throws for the first thing that is not well-formed XML 1.0. */
export function parseXml(text: string): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: XmlElement = { name, attributes: { ...attributes }, children: [], text: '' };
    (open.at(-1) as XmlElement).children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (part) => {
    (open.at(-1) as XmlElement).text += part;
  });
  parser.write(text).close();
  return top.children[0] as XmlElement;
}
