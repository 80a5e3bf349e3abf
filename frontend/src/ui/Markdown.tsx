/** Notes as people write them. HTML in them is shown as the text it is, and links lead only where links may. */
import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';

type Node = { type: string; children?: Node[] };
/** Before it is sanitized, which would leave it out. */
function htmlAsText() {
  return function walk(node: Node) {
    if (node.type === 'raw') node.type = 'text';
    node.children?.forEach(walk);
  };
}

export default function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown" dir="auto">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[htmlAsText, rehypeSanitize]}
        components={{
          a: ({ children, href }) => (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {children}
            </a>
          ),
          img: ({ alt }) => <span>{alt}</span>,
          input: ({ checked }) => <span>{checked ? '☑' : '☐'} </span>,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
